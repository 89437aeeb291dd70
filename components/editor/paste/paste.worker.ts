import { KenningError } from '@/server/platform/errors.rules';
import type { PublicError } from '@/server/platform/errors.schema';
import { type PasteJob, type ReadPaste, readPaste } from './read-paste';

/** `ready`: what is sent from here on is heard. */
export type WorkerAnswer = { ready: true } | { read: ReadPaste } | { refused: PublicError } | { broken: string };

/** Reads beside the page, so that the page stays free to be written in. */
function answer(job: PasteJob): WorkerAnswer {
  try {
    return { read: readPaste(job) };
  } catch (error) {
    if (!(error instanceof KenningError)) return { broken: String(error) };
    const { code, reason, params } = error;
    return { refused: { code, reason, params, reference: '' } };
  }
}

self.onmessage = ({ data }: MessageEvent<PasteJob>) => self.postMessage(answer(data));
self.postMessage({ ready: true } satisfies WorkerAnswer);
