import { isExternalUrl } from '../document-url.schema';
import { kindOf } from './source-tree';

/** Where an address in a file leads. */
export type Target =
  /** Elsewhere, or within the same page: it stays as it is. */
  | { kind: 'keep' }
  /** Another Markdown file of the source; `rest` is the query and the anchor. */
  | { kind: 'item'; path: string; rest: string }
  /** An image or other file of the source. */
  | { kind: 'asset'; path: string }
  | { kind: 'unresolved'; reason: 'outside_source' | 'not_in_source' | 'folder' };

/** What may stand for a folder. */
const INDEX_FILES = ['README.md', 'index.md', '_index.md', 'readme.md'];

/** The paths of a source, found also where a link differs from the name in capitals only, as it may on Windows. */
export class PathIndex {
  private readonly exact = new Set<string>();
  private readonly folded = new Map<string, string | null>();
  private readonly folders = new Set<string>();

  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      this.exact.add(path);
      const folded = path.toLowerCase();
      this.folded.set(folded, this.folded.has(folded) ? null : path);
      for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) this.folders.add(path.slice(0, at));
    }
  }

  find(path: string): string | null {
    return this.exact.has(path) ? path : (this.folded.get(path.toLowerCase()) ?? null);
  }

  isFolder(path: string): boolean {
    return path === '' || this.folders.has(path);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @returns the path from the source's root; null when it climbs out of it */
function joined(folder: readonly string[], relative: string): string | null {
  const parts = [...folder];
  for (const part of relative.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Where an address begins: at its file's folder; with a slash in front at any folder above, since each may be a site's root. */
function beginnings(fromPath: string, written: string): string[][] {
  const folder = fromPath.split('/').slice(0, -1);
  return written.startsWith('/') ? [[], ...folder.map((_, level) => folder.slice(0, level + 1))] : [folder];
}

function candidates(path: string): string[] {
  const inFolder = INDEX_FILES.map((name) => (path === '' ? name : `${path}/${name}`));
  const page = path.replace(/\.html?$/i, '');
  return path === '' ? inFolder : [path, `${path}.md`, ...(page === path ? [] : [`${page}.md`]), ...inFolder];
}

/**
 * Says where an address in a file of a source leads.
 * @param fromPath the file it stands in; @param href as written, perhaps percent-encoded
 */
export function resolveHref(fromPath: string, href: string, index: PathIndex): Target {
  if (href.startsWith('#') || isExternalUrl(href) || href.startsWith('/library/') || href.startsWith('/files/')) {
    return { kind: 'keep' };
  }
  const [, written = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(href) ?? [];
  if (written === '') return { kind: 'keep' };
  const address = decoded(written).replaceAll('\\', '/');
  const paths = beginnings(fromPath, written).map((folder) => joined(folder, address));
  for (const path of paths) {
    const found = path === null ? null : firstOf(candidates(path), index);
    if (found !== null)
      return kindOf(found) === 'markdown' ? { kind: 'item', path: found, rest } : { kind: 'asset', path: found };
  }
  if (paths.includes(null)) return { kind: 'unresolved', reason: 'outside_source' };
  return {
    kind: 'unresolved',
    reason: paths.some((path) => path !== null && index.isFolder(path)) ? 'folder' : 'not_in_source',
  };
}

function firstOf(paths: readonly string[], index: PathIndex): string | null {
  for (const path of paths) {
    const found = index.find(path);
    if (found !== null) return found;
  }
  return null;
}
