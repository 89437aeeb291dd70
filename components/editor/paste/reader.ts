import type { WorkerAnswer } from './paste.worker';
import type { PasteJob, ReadPaste } from './read-paste';

/** Above this, reading would be felt in the page. */
const AT_ONCE_CHARACTERS = 20_000;
/** A worker that is not ready after so long is not waited for: the page reads itself. */
const READY_MS = 4_000;

let loaded: typeof import('./read-paste') | null = null;

/** Fetches what reads a paste, so that the first one is read at once and without a connection. */
export async function loadReader(): Promise<void> {
  loaded ??= await import('./read-paste');
}

/** @returns whether the paste is short enough to be read between two frames */
export function isShort(job: PasteJob): boolean {
  return (job.kind === 'html' ? job.html : job.text).length <= AT_ONCE_CHARACTERS;
}

/** Reads at once, when that can be done. @throws KenningError as `readPaste` */
export function readNow(job: PasteJob): ReadPaste | null {
  return loaded !== null && isShort(job) ? loaded.readPaste(job) : null;
}

/** Reads beside the page; in the page itself where that cannot be. @throws what is said of a refusal */
export async function readBeside(job: PasteJob): Promise<ReadPaste> {
  if (isShort(job)) {
    await loadReader();
    const read = readNow(job);
    if (read !== null) return read;
  }
  const answer = await askWorker(job);
  if (answer !== null && 'read' in answer) return answer.read;
  if (answer !== null && 'refused' in answer) throw answer.refused;
  return (await import('./read-paste')).readPaste(job);
}

/** @returns null when there is no worker to be had, for instance without a connection */
function askWorker(job: PasteJob): Promise<WorkerAnswer | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./paste.worker.ts', import.meta.url), { type: 'module' });
    const done = (answer: WorkerAnswer | null) => {
      clearTimeout(patience);
      worker.terminate();
      resolve(answer);
    };
    // Its code is fetched in parts: what is sent before it says that it is ready may be lost.
    const patience = setTimeout(() => done(null), READY_MS);
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if (!('ready' in data)) return done(data);
      clearTimeout(patience);
      worker.postMessage(job);
    };
    worker.onerror = () => done(null);
  });
}
