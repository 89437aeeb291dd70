import { MINUTE_MS } from '@/server/platform/clock';
import { runBeside, type Task } from '@/server/platform/worker/task';
import { type ReadDocument, readMarkdown } from './from-markdown.rules';

/** Reading takes about a second per 100,000 characters: what is shorter than this is not worth the way to a thread. */
export const AT_ONCE_CHARS = 4_000;

export const READ_MARKDOWN: Task<string, ReadDocument> = {
  name: 'read-markdown',
  run: readMarkdown,
  isShort: (markdown) => markdown.length <= AT_ONCE_CHARS,
  deadlineMs: MINUTE_MS,
};

/** `readMarkdown`, without holding the event loop over long texts. @throws KenningError as there and as `runBeside` */
export const readMarkdownBeside = (markdown: string): Promise<ReadDocument> => runBeside(READ_MARKDOWN, markdown);
