import { Lexer, Parser, parseDocument } from 'yaml';
import { type ContentExpertise, ContentType } from '@/prisma/generated/enums';
import {
  LABEL_CHARACTERS_MAX,
  LABELS_PER_FIELD_MAX,
  SUMMARY_CHARACTERS_MAX,
  TITLE_CHARACTERS_MAX,
} from '../limits.schema';
import { cleanText, cutText } from '../markdown/clean-text.rules';
import type { MetadataInput } from '../schema';

/** Longer front matter is not a person's. */
const MAX_FRONT_MATTER_CHARS = 25_000;
const MAX_YAML_ALIASES = 20;
const MAX_YAML_LEVELS = 64;

/** What front matter says of an item. It never says who wrote it, who may read it or how far it is: people do. */
export type FrontMatter = {
  title: string | null;
  summary: string | null;
  contentType: ContentType | null;
  metadata: Pick<
    MetadataInput,
    'tags' | 'categories' | 'expertiseLevel' | 'languages' | 'platforms' | 'versions' | 'businessContext'
  >;
  /** Why it could not be read; null when it could, or when there is none. */
  problem: string | null;
};

const EXPERTISE: Record<string, ContentExpertise> = {
  beginner: 'beginner',
  novice: 'beginner',
  basic: 'beginner',
  intermediate: 'intermediate',
  competent: 'intermediate',
  advanced: 'advanced',
  proficient: 'advanced',
  expert: 'expert',
  master: 'expert',
};

function line(value: unknown, most: number): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const words = cleanText(String(value)).replace(/\s+/g, ' ').trim();
  return words === '' ? null : cutText(words, most).trim();
}

/** Labels from a list, or from a line with commas. */
function labels(value: unknown): string[] | undefined {
  const values = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  const words = values.flatMap((one) => line(one, LABEL_CHARACTERS_MAX) ?? []);
  return words.length === 0 ? undefined : [...new Set(words)].slice(0, LABELS_PER_FIELD_MAX);
}

function versions(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const pairs = Object.entries(value).flatMap(([name, version]): [string, string][] => {
    const [key, words] = [line(name, LABEL_CHARACTERS_MAX), line(version, LABEL_CHARACTERS_MAX)];
    return key === null || words === null ? [] : [[key, words]];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs.slice(0, LABELS_PER_FIELD_MAX));
}

function contentType(value: unknown): ContentType | null {
  const word = line(value, LABEL_CHARACTERS_MAX)
    ?.toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return Object.values(ContentType).find((type) => type === word) ?? null;
}

function expertise(value: unknown): ContentExpertise | undefined {
  const word = line(value, LABEL_CHARACTERS_MAX)?.toLowerCase();
  return word === undefined ? undefined : EXPERTISE[word];
}

/** Keys as people write them: `business-context`, `businessContext` and `business_context` are one. */
function normalized(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.replaceAll(/[\s_-]/g, '').toLowerCase(), value]),
  );
}

/**
 * Whether lists and maps stand deeper in one another than any person writes them. Making values of them goes down as
 * deep, and some ten thousand levels end the process: taking the text apart does not.
 */
function isTooDeep(yaml: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(yaml)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > MAX_YAML_LEVELS) return true;
  }
  return false;
}

function readYaml(yaml: string): { values: Record<string, unknown>; problem: string | null } {
  if (yaml.length > MAX_FRONT_MATTER_CHARS) return { values: {}, problem: 'front_matter_too_long' };
  try {
    if (isTooDeep(yaml)) return { values: {}, problem: 'front_matter_too_deep' };
    const parsed = parseDocument(yaml, { logLevel: 'silent', prettyErrors: false });
    if (parsed.errors.length > 0) return { values: {}, problem: 'front_matter_broken' };
    const value: unknown = parsed.toJS({ maxAliasCount: MAX_YAML_ALIASES });
    if (value === null) return { values: {}, problem: null };
    const isRecord = typeof value === 'object' && !Array.isArray(value);
    return isRecord
      ? { values: normalized(value as Record<string, unknown>), problem: null }
      : { values: {}, problem: 'front_matter_broken' };
  } catch {
    return { values: {}, problem: 'front_matter_broken' };
  }
}

/** Reads front matter; what is broken or unknown is passed over and named. Never throws. */
export function parseFrontMatter(yaml: string | null): FrontMatter {
  const { values, problem } = yaml === null ? { values: {} as Record<string, unknown>, problem: null } : readYaml(yaml);
  return {
    title: line(values.title, TITLE_CHARACTERS_MAX),
    summary: line(values.summary ?? values.description ?? values.abstract ?? values.excerpt, SUMMARY_CHARACTERS_MAX),
    contentType: contentType(values.contenttype ?? values.type ?? values.kind),
    metadata: withoutUndefined({
      tags: labels(values.tags ?? values.keywords ?? values.tag),
      categories: labels(values.categories ?? values.category),
      expertiseLevel: expertise(values.expertiselevel ?? values.expertise ?? values.level ?? values.difficulty),
      languages: labels(values.languages ?? values.language),
      platforms: labels(values.platforms ?? values.platform),
      versions: versions(values.versions),
      businessContext: labels(values.businesscontext),
    }),
    problem,
  };
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
