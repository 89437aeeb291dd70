import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder with real Markdown files, by default beside the project. */
export const CORPUS_DOCS = join(resolve(process.env.KENNING_CORPUS ?? '../shared/corpus'), 'docs');
export const HAS_CORPUS = existsSync(CORPUS_DOCS);

export type CorpusFile = { path: string; markdown: string };

/** Every Markdown file of the corpus, by its path with forward slashes. Empty where there is no corpus. */
export function corpusFiles(): CorpusFile[] {
  if (!HAS_CORPUS) return [];
  return readdirSync(CORPUS_DOCS, { recursive: true })
    .map((path) => String(path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, markdown: readFileSync(join(CORPUS_DOCS, path), 'utf8') }));
}
