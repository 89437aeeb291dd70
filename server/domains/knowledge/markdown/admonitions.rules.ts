import type { CalloutKind } from '../document.schema';
import { CodeLines } from './code-lines.rules';

/** A colon block whose end is further away than this is text. Keeps the search for ends linear. */
const MAX_COLON_BLOCK_LINES = 400;

/** A map: a word of a person's may be the name of something that every object has. */
const KINDS = new Map<string, CalloutKind>(
  Object.entries({
    note: 'note',
    info: 'note',
    abstract: 'note',
    summary: 'note',
    todo: 'note',
    seealso: 'note',
    example: 'note',
    quote: 'note',
    question: 'note',
    tip: 'tip',
    hint: 'tip',
    success: 'tip',
    important: 'important',
    warning: 'warning',
    attention: 'warning',
    caution: 'caution',
    danger: 'caution',
    error: 'caution',
    failure: 'caution',
    bug: 'caution',
  } as const satisfies Record<string, CalloutKind>),
);

/** The kind of callout that an admonition's word stands for; null for a word nobody uses so. */
export function calloutKind(word: string): CalloutKind | null {
  return KINDS.get(word.toLowerCase()) ?? null;
}

/** `!!! note "title"`, and `??? note` for one that folds away. */
const MKDOCS = /^( *)(!!!|\?\?\?\+?) +([A-Za-z]+)(?: +[A-Za-z-]+)*(?: +"([^"]*)")? *$/;
/** `:::note title`, `:::{note} title`, closed by `:::`. A line may hold U+2028, at which `.` alone would stop. */
const COLONS = /^( *)(:{3,}) *(?:\{([A-Za-z]+)\}|([A-Za-z]+)) *(?:\[(.*)\]|(.*))$/s;

function quoted(indent: string, kind: CalloutKind, title: string | undefined, body: string[]): string[] {
  const head = title === undefined || title.trim() === '' ? '' : ` ${title.trim()}`;
  return [
    `${indent}> [!${kind.toUpperCase()}]${head}`,
    ...admonitionsToAlerts(body).map((line) => `${indent}> ${line}`),
    '',
  ];
}

function indentedBody(lines: readonly string[], from: number, indent: number): { body: string[]; next: number } {
  const inner = ' '.repeat(indent + 4);
  const body: string[] = [];
  let next = from;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (line.trim() !== '' && !line.startsWith(inner)) break;
    body.push(line.slice(inner.length));
  }
  while (body.length > 0 && body.at(-1)?.trim() === '') body.pop();
  return { body, next };
}

function colonBody(
  lines: readonly string[],
  from: number,
  indent: number,
  fence: string,
): { body: string[]; next: number } | null {
  const within = lines.slice(from, from + MAX_COLON_BLOCK_LINES);
  const length = within.findIndex((line) => line.trim() === fence);
  if (length === -1) return null;
  return { body: within.slice(0, length).map((line) => line.slice(indent)), next: from + length + 1 };
}

type Converted = { lines: string[]; next: number } | null;

function convertAt(lines: readonly string[], at: number): Converted {
  const line = lines[at] ?? '';
  const mkdocs = MKDOCS.exec(line);
  if (mkdocs !== null) {
    const [, indent = '', , word = '', title] = mkdocs;
    const { body, next } = indentedBody(lines, at + 1, indent.length);
    if (body.length === 0) return null;
    return { lines: quoted(indent, calloutKind(word) ?? 'note', title, body), next };
  }
  const colons = COLONS.exec(line);
  if (colons === null) return null;
  const [, indent = '', fence = '', braced, bare, bracketTitle, title] = colons;
  const kind = calloutKind(braced ?? bare ?? '');
  const found = kind === null ? null : colonBody(lines, at + 1, indent.length, fence);
  return kind === null || found === null
    ? null
    : { lines: quoted(indent, kind, bracketTitle ?? title, found.body), next: found.next };
}

/** Rewrites mkdocs' and Docusaurus' admonitions as the alerts of GitHub, outside of code. */
export function admonitionsToAlerts(lines: readonly string[]): string[] {
  if (!lines.some((line) => /!!!|\?\?\?|:::/.test(line))) return [...lines];
  const result: string[] = [];
  const code = new CodeLines();
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const converted = code.isCode(line) ? null : convertAt(lines, at);
    if (converted === null) {
      result.push(line);
      at += 1;
    } else {
      result.push(...converted.lines);
      at = converted.next;
    }
  }
  return result;
}
