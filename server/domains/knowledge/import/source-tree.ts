import { KenningError } from '@/server/platform/errors';
import { kindOf } from './files.rules';
import { MAX_ASSET_FILE_BYTES, MAX_MARKDOWN_FILE_BYTES, MAX_PATH_CHARS, MAX_PATH_LEVELS } from './limits.schema';

export { isHidden, kindOf } from './files.rules';

export type SourceEntry = {
  /** Inside the source, with forward slashes, without a leading one. */
  path: string;
  sizeBytes: number;
  read: () => Promise<Buffer>;
};

/** One file that is left out, and why, in a word that `components/knowledge/import/labels.ts` makes a sentence of. */
export type Refusal = { path: string; reason: string };

/** The files of one import, wherever they lie. */
export type SourceTree = {
  /** What the person knows the source by; importing again under the same name continues it. */
  name: string;
  /** Whether a person chose that name. Otherwise it is the folder's own, and another folder may be called the same. */
  named: boolean;
  /** The folder of this machine that it was read from; null where it was sent. */
  origin: string | null;
  entries: SourceEntry[];
  refused: Refusal[];
  close: () => Promise<void>;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f]/;

/**
 * Judges the name of a file in a source. Backslashes count as what Windows takes them for.
 * @returns the path with forward slashes, or the reason against it
 */
export function checkPath(name: string): { ok: true; path: string } | { ok: false; reason: string } {
  const path = name.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { ok: false, reason: 'absolute_path' };
  if (UNPRINTABLE.test(path)) return { ok: false, reason: 'unprintable_name' };
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { ok: false, reason: 'path_outside_source' };
  if (parts.length === 0) return { ok: false, reason: 'unnamed' };
  if (parts.length > MAX_PATH_LEVELS) return { ok: false, reason: 'path_too_deep' };
  const joined = parts.join('/');
  if (joined.length > MAX_PATH_CHARS) return { ok: false, reason: 'path_too_long' };
  return { ok: true, path: joined };
}

/** How large a file may be, by its name. */
export const limitBytesOf = (path: string): number =>
  kindOf(path) === 'markdown' ? MAX_MARKDOWN_FILE_BYTES : MAX_ASSET_FILE_BYTES;

/** @throws KenningError too_large; the whole source is refused, not the file alone */
export function refuseSource(reason: string, params: Record<string, string | number> = {}): never {
  throw new KenningError('too_large', reason, params);
}

/** Takes the one folder off in which an archive keeps everything, so that it imports as the folder itself would. */
export function withoutCommonFolder<Entry extends { path: string }>(entries: readonly Entry[]): Entry[] {
  const top = entries[0]?.path.split('/')[0];
  const isCommon = top !== undefined && entries.every((entry) => entry.path.startsWith(`${top}/`));
  return isCommon ? entries.map((entry) => ({ ...entry, path: entry.path.slice(top.length + 1) })) : [...entries];
}
