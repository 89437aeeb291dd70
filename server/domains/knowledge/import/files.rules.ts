export type EntryKind = 'markdown' | 'asset';

const MARKDOWN = /\.(?:md|markdown|mdown|mkd)$/i;
/** A name that begins with a dot, except for the dots that lead to a folder above: those are refused, not passed over. */
const HIDDEN = /^(?:\.(?!\.?$)|__MACOSX$|node_modules$|Thumbs\.db$)/;

/** What a file of a source is: a page, or something that pages may show or link. */
export function kindOf(path: string): EntryKind {
  return MARKDOWN.test(path) ? 'markdown' : 'asset';
}

/** What no source means to import: files that begin with a dot, and what programs leave beside a person's files. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => HIDDEN.test(part));
}
