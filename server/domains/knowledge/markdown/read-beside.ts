import { runBeside, type Task } from '@/server/platform/worker/task';
import type { CleanDocument } from './clean-document';
import { readMarkdown } from './from-markdown';

/** Reading takes about a second per 100,000 characters: what is shorter than this is not worth the way to a thread. */
const AT_ONCE_CHARS = 4_000;

export const READ_MARKDOWN: Task<string, CleanDocument> = { name: 'read-markdown', run: readMarkdown };

/** `readMarkdown`, without holding the event loop over long texts. @throws KenningError as there */
export async function readMarkdownBeside(markdown: string): Promise<CleanDocument> {
  return markdown.length <= AT_ONCE_CHARS ? readMarkdown(markdown) : runBeside(READ_MARKDOWN, markdown);
}
