import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { AccessLevel, ContentExpertise, ContentType } from '@/prisma/generated/enums';

/** From the root of the product, where every process of it is started. */
export const ARTICLES_FOLDER = join('prisma', 'seed', 'tradesense', 'articles');

const mailbox = z.string().regex(/^[a-z]+$/);
const file = z.string().regex(/^[a-z0-9-]+\.md$/);
const daysAgo = z.number().int().min(1).max(370);
const words = z.array(z.string()).default([]);

/** What stands above an article: who wrote it and when, and what happened to it since. */
const frontMatter = z.strictObject({
  title: z.string().max(200),
  type: z.enum(ContentType),
  author: mailbox,
  maintainers: z.array(mailbox).min(1),
  access: z.enum(AccessLevel),
  teams: words,
  roles: words,
  people: z.array(mailbox).default([]),
  tags: words,
  categories: words,
  expertise: z.enum(ContentExpertise),
  languages: words,
  platforms: words,
  versions: z.record(z.string(), z.string()).default({}),
  businessContext: words,
  created: daysAgo,
  parent: file.optional(),
  /** Each adds a section to the text: with three edits, the article began without its last three. */
  edits: z.array(z.strictObject({ by: mailbox, daysAgo })),
  renamed: z.strictObject({ from: z.string(), by: mailbox, daysAgo }).optional(),
  /** Was for these teams only, until it was opened to its present access. */
  opened: z.strictObject({ fromTeams: z.array(z.string()), by: mailbox, daysAgo }).optional(),
  trashed: z.strictObject({ by: mailbox, daysAgo, reason: z.string() }).optional(),
});

export type Article = z.infer<typeof frontMatter> & {
  file: string;
  /** The text before the first second-level heading, then each of those with what follows it. */
  sections: readonly string[];
  /** Files and images that the text names, as written. */
  links: readonly string[];
  images: readonly string[];
};

const LINK = /(?<!!)\[([^\]]+)\]\(([a-z0-9-]+\.md)\)/g;
const IMAGE = /(!\[[^\]]*\])\((images\/[a-z0-9-]+\.png)\)/g;
const FENCE = /^\s*(```|~~~)/;

/** Reads every article of the folder, in the order of their names. @throws ZodError with the file's name */
export async function readArticles(folder = ARTICLES_FOLDER): Promise<Article[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(names.map(async (name) => parseArticle(name, await readFile(join(folder, name), 'utf8'))));
}

function parseArticle(name: string, source: string): Article {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
  if (head === undefined || body === undefined) throw new Error(`${name} has no front matter.`);
  const known = frontMatter.safeParse(parse(head));
  if (!known.success) throw new Error(`${name}: ${z.prettifyError(known.error)}`);
  return {
    ...known.data,
    file: name,
    sections: sectionsOf(body),
    links: [...body.matchAll(LINK)].flatMap((match) => match[2] ?? []),
    images: [...body.matchAll(IMAGE)].flatMap((match) => match[2] ?? []),
  };
}

function sectionsOf(body: string): string[] {
  const sections: string[][] = [[]];
  let inCode = false;
  for (const line of body.split('\n')) {
    if (FENCE.test(line)) inCode = !inCode;
    if (!inCode && line.startsWith('## ')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join('\n').trim()).filter(Boolean);
}

/** How an article's text looked when so many of its edits were made. @param edits made; all of them give the whole text */
export function textAfter(article: Article, edits: number): string {
  return article.sections.slice(0, shownAfter(article, edits)).join('\n\n');
}

/** How far the text is that an edit brings: so many of its blocks, and its paragraphs not all said yet. */
export type Draft = { blocks: number; rough: boolean };

const TO_CONFIRM = 'To be confirmed.';
const SENTENCE_END = /(?<=[.!?])\s+(?=[A-Z])/;
/** Lists, tables, quotes, code and headings are written as they are. */
const PROSE = /^[A-Z]/;

function shownAfter(article: Article, edits: number): number {
  return Math.max(1, article.sections.length - article.edits.length + edits);
}

/** What an edit adds, by the block; of edit 0, what the article began with. */
export function blocksAdded(article: Article, edits: number): string[] {
  const from = edits === 0 ? 0 : shownAfter(article, edits - 1);
  return article.sections.slice(from, shownAfter(article, edits)).flatMap(blocksOf);
}

/** Paragraphs stand apart; an empty line in code does not end it. */
function blocksOf(text: string): string[] {
  const blocks: string[][] = [[]];
  let inCode = false;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) inCode = !inCode;
    if (!inCode && line.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.map((lines) => lines.join('\n')).filter((block) => block.trim() !== '');
}

/** A paragraph before its last sentence was known. */
function roughly(block: string): string {
  const sentences = PROSE.test(block) ? block.split(SENTENCE_END) : [];
  const kept = sentences.slice(0, -1).join(' ');
  const isWhole = ['`', '**'].every((mark) => kept.split(mark).length % 2 === 1);
  return kept === '' || !isWhole ? block : `${kept} ${TO_CONFIRM}`;
}

/** Whether there is anything in what an edit adds that can be left open at first. */
export const isRoughAt = (article: Article, edits: number): boolean =>
  blocksAdded(article, edits).some((block) => roughly(block) !== block);

/** How an article's text looked while the last of so many edits was under way. */
export function textDuring(article: Article, edits: number, draft: Draft): string {
  const before = edits === 0 ? [] : [textAfter(article, edits - 1)];
  const added = blocksAdded(article, edits).slice(0, draft.blocks);
  return [...before, ...added.map((block) => (draft.rough ? roughly(block) : block))].join('\n\n');
}

/** Replaces links and images by what they lead to; a link that leads nowhere yet becomes its own words. */
export function linked(
  text: string,
  addresses: { item: (file: string) => string | null; image: (name: string) => string },
): string {
  return text
    .replace(LINK, (_, label: string, target: string) => {
      const address = addresses.item(target);
      return address === null ? label : `[${label}](${address})`;
    })
    .replace(IMAGE, (_, alt: string, image: string) => `${alt}(${addresses.image(image)})`);
}

/** The articles that a text names. */
export const linksIn = (text: string): string[] => [...text.matchAll(LINK)].flatMap((match) => match[2] ?? []);
