import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ContentType } from '@/prisma/generated/enums';
import { KenningError } from '@/server/platform/errors';
import type { ErrorParams } from '@/server/platform/errors.schema';
import type { DocumentJson } from '../document.schema';
import { cleanText } from '../markdown/clean-text.rules';
import { type Heading, headingsOf, plainText } from '../markdown/extract';
import { splitFrontMatter } from '../markdown/front-matter.rules';
import { readMarkdownBeside } from '../markdown/read-beside';
import { guessContentType } from './guess-content-type';
import { MAX_IMPORT_DOCUMENT_CHARS, MAX_IMPORT_MARKDOWN_BYTES } from './limits.schema';
import { type FrontMatter, parseFrontMatter } from './parse-front-matter';
import { kindOf, refuseSource, type SourceEntry, type SourceTree } from './source-tree';
import { titlesOf } from './titles';

export type PlannedFile = {
  path: string;
  title: string;
  contentType: ContentType;
  /** From 0 to 1; 1 where the front matter says so. */
  confidence: number;
  frontMatter: FrontMatter;
  document: DocumentJson;
  /** What could not be taken over, for instance `element:iframe` or `front_matter_broken`. */
  notes: string[];
  /** sha-256 of the file's bytes, hexadecimal. */
  sha256: string;
};

export type FailedFile = { path: string; reason: string; params?: ErrorParams };

export type ImportPlan = {
  source: string;
  files: PlannedFile[];
  failed: FailedFile[];
  /** Images and other files, by path: read when a page shows them. */
  assets: Map<string, SourceEntry>;
};

export type Progress = { phase: 'reading' | 'writing'; done: number; total: number; path: string };
export type OnProgress = (progress: Progress) => void | Promise<void>;

type ReadFile = Omit<PlannedFile, 'title' | 'contentType' | 'confidence'> & { headings: Heading[]; chars: number };

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new KenningError('invalid', 'not_utf8');
  }
}

async function readOne(entry: SourceEntry): Promise<ReadFile> {
  const bytes = await entry.read();
  const { yaml, body } = splitFrontMatter(decode(bytes));
  const frontMatter = parseFrontMatter(yaml);
  const { document, dropped, chars } = await readMarkdownBeside(body);
  const notes = frontMatter.problem === null ? dropped : [frontMatter.problem, ...dropped];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path: entry.path, frontMatter, document, notes, sha256, headings: headingsOf(document), chars };
}

/** The file as planned. What it says of its own type is certain, the rest is a guess. */
function planned({ headings, chars: _, ...file }: ReadFile, title: string): PlannedFile {
  const stated = file.frontMatter.contentType;
  const words = headings.map((heading) => heading.text);
  const guess =
    stated === null
      ? guessContentType({ path: file.path, title, headings: words, text: plainText(file.document) })
      : { contentType: stated, confidence: 1 };
  return { ...file, title, ...guess };
}

/** @returns why a file is left out, as the report says it. @throws what is no fault of the file */
function failureOf(path: string, error: unknown): FailedFile {
  if (!(error instanceof KenningError)) throw error;
  return { path, reason: error.reason, params: error.params };
}

/**
 * Reads every Markdown file of a source and says what each would become. Writes nothing. Gives other work a turn after
 * each file.
 * @param limitChars how much all documents may be together, as JSON: they are held in memory, and a document may be many
 *   times its text
 * @throws KenningError too_large when the source as a whole is
 */
export async function planImport(
  tree: SourceTree,
  onProgress: OnProgress = () => {},
  limitChars = MAX_IMPORT_DOCUMENT_CHARS,
): Promise<ImportPlan> {
  const entries = tree.entries.filter((entry) => kindOf(entry.path) === 'markdown');
  const total = entries.length;
  const bytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (bytes > MAX_IMPORT_MARKDOWN_BYTES) refuseSource('too_much_markdown', { limitBytes: MAX_IMPORT_MARKDOWN_BYTES });
  const read: ReadFile[] = [];
  const failed: FailedFile[] = tree.refused.map(({ path, reason }) => ({ path: cleanText(path), reason }));
  let chars = 0;
  for (const [done, entry] of entries.entries()) {
    await onProgress({ phase: 'reading', done, total, path: entry.path });
    const file = await readOne(entry).catch((error: unknown) => failureOf(entry.path, error));
    if ('reason' in file) failed.push(file);
    else {
      chars += file.chars;
      if (chars > limitChars) refuseSource('too_much_structure', { limitChars });
      read.push(file);
    }
    await nextTurn();
  }
  const titles = titlesOf(
    read.map((file) => ({ path: file.path, frontMatterTitle: file.frontMatter.title, headings: file.headings })),
    tree.name,
  );
  const assets = tree.entries
    .filter((entry) => kindOf(entry.path) === 'asset')
    .map((entry) => [entry.path, entry] as const);
  const files: PlannedFile[] = [];
  for (const [index, file] of read.entries()) {
    files.push(planned(file, titles[index] ?? file.path));
    await nextTurn();
  }
  return {
    source: tree.name,
    files,
    failed,
    assets: new Map(assets),
  };
}
