import { isHidden, kindOf } from '@/server/domains/knowledge/import/files.rules';

const REQUESTS_AT_ONCE = 3;
const HTTP_CREATED = 201;

/** A file with the path it has in its source. */
export type Chosen = { path: string; file: File };
export type Choice = { source: string; files: Chosen[] };

function withoutEnding(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}

/** What a person chose, as a source: an archive, a folder, or single files. Null when there is nothing to import in it. */
export function choiceOf(list: readonly File[]): Choice | null {
  const [first] = list;
  if (first === undefined) return null;
  if (list.length === 1 && /\.zip$/i.test(first.name)) {
    return { source: withoutEnding(first.name), files: [{ path: first.name, file: first }] };
  }
  const [folder] = first.webkitRelativePath.split('/');
  const files = list
    .map((file) => ({
      file,
      path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath.split('/').slice(1).join('/'),
    }))
    .filter(({ path }) => !isHidden(path));
  if (!files.some(({ path }) => kindOf(path) === 'markdown')) return null;
  return { source: folder === undefined || folder === '' ? withoutEnding(first.name) : folder, files };
}

/** How large a choice is, all its files together. */
export function bytesOf(choice: Choice): number {
  return choice.files.reduce((sum, { file }) => sum + file.size, 0);
}

/** Sends one file. @param onBytes told how many bytes have left so far. @throws the server's answer, or when it is not reached */
function sendOne(
  runId: string,
  { path, file }: Chosen,
  onBytes: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/import/${encodeURIComponent(runId)}?path=${encodeURIComponent(path)}`);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded }) => onBytes(loaded);
    request.onerror = () => reject(new Error('Failed to fetch'));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    request.onload = () => {
      if (request.status === HTTP_CREATED) resolve();
      else reject(request.response ?? new Error('no answer'));
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/**
 * Sends the files of a choice, a few at once.
 * @param onProgress told the bytes that have left so far, of all files
 * @param given stops the sending
 * @throws what the first file that fails throws; the others are stopped
 */
export async function sendFiles(
  runId: string,
  choice: Choice,
  onProgress: (sentBytes: number) => void,
  given: AbortSignal,
): Promise<void> {
  const waiting = choice.files.toReversed();
  const sent = new Map<string, number>();
  given.throwIfAborted();
  const stop = new AbortController();
  const signal = AbortSignal.any([given, stop.signal]);
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined && !signal.aborted; next = waiting.pop()) {
      const { path } = next;
      await sendOne(
        runId,
        next,
        (bytes) => {
          sent.set(path, bytes);
          onProgress([...sent.values()].reduce((sum, one) => sum + one, 0));
        },
        signal,
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
    given.throwIfAborted();
  } finally {
    stop.abort();
  }
}
