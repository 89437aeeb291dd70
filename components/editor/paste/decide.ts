import { isMarkdown } from './guess-markdown';

/** What a clipboard holds, as far as it matters. */
export type Clipboard = {
  html: string;
  text: string;
  /** What Visual Studio Code says of what was copied, as JSON; empty from elsewhere. */
  codeEditor: string;
  hasImages: boolean;
  fileNames: readonly string[];
  /** The person asked for the words alone. */
  plain: boolean;
  /** The caret stands in a block of code. */
  inCode: boolean;
};

/** How what is pasted or dropped is taken up. `default`: as the editor does by itself. `files`: the files are meant. */
export type Decision =
  | { kind: 'default' }
  | { kind: 'files' }
  | { kind: 'html' }
  | { kind: 'markdown' }
  | { kind: 'text' }
  | { kind: 'code'; language: string | null };

/** Text that is longer than this is put into the page bit by bit. */
export const LONG_TEXT_CHARACTERS = 30_000;

/** Our own mark on what is copied from a page that is being written. */
export const OWN_COPY = 'data-kenning-copy';

const ADDRESS = /^\s*(?:https?|mailto|tel):\S+\s*$/i;
const OPENING_TAG = /<([a-z][\w:-]*)/gi;
/** Elements that say nothing of what is in them. */
const PLAIN_TAGS = new Set(['html', 'head', 'meta', 'body', 'div', 'span', 'p', 'br', 'style', 'title', 'font']);
const ONE_IMAGE =
  /^(?:\s|<!--[^>]*-->|<\/?(?:html|head|body|meta)\b[^>]*>)*<img\b[^>]*>(?:\s|<!--[^>]*-->|<\/?(?:html|body)\b[^>]*>)*$/i;

/** Decides how a paste is taken up, without a look at the page. */
export function decide(clipboard: Clipboard): Decision {
  const { html, text, hasImages, fileNames, plain, inCode } = clipboard;
  // Beside a file stands its name at most; beside formatted text, a picture of that text.
  if (html === '' && (hasImages || (fileNames.length > 0 && namesOnly(text, fileNames)))) return { kind: 'files' };
  if (inCode) return { kind: 'default' };
  const longText: Decision = { kind: text.length > LONG_TEXT_CHARACTERS ? 'text' : 'default' };
  if (plain) return longText;
  if (html.includes(OWN_COPY) || (html === '' && text === '')) return { kind: 'default' };
  if (hasImages && ONE_IMAGE.test(html)) return { kind: 'files' };
  if (ADDRESS.test(text) && (html === '' || saysNothing(html, 'a'))) return { kind: 'default' };
  if (clipboard.codeEditor !== '') return fromCodeEditor(clipboard.codeEditor, text);
  if (html !== '' && !(saysNothing(html) && isMarkdown(text))) return { kind: 'html' };
  return isMarkdown(text) ? { kind: 'markdown' } : longText;
}

/** Whether a text is nothing else than names of files, or where they lie: a line for each. */
function namesOnly(text: string, names: readonly string[]): boolean {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  return lines.every((line) => names.some((name) => placeIn(line).endsWith(`/${name}`)));
}

/** `C:\\a\\b.pdf`, `file:///a/b%20c.pdf` and `b.pdf` alike, from a slash on. */
function placeIn(line: string): string {
  const place = `/${line.trim().replaceAll('\\', '/')}`;
  try {
    return place.startsWith('/file:') ? decodeURIComponent(place) : place;
  } catch {
    return place;
  }
}

function saysNothing(html: string, besides = ''): boolean {
  for (const [, tag = ''] of html.matchAll(OPENING_TAG)) {
    if (!PLAIN_TAGS.has(tag.toLowerCase()) && tag.toLowerCase() !== besides) return false;
  }
  return true;
}

/** Of an editor of code: Markdown is Markdown, lines are a block of code, a word is a word. */
function fromCodeEditor(json: string, text: string): Decision {
  const mode = modeOf(json);
  if (mode === 'markdown') return isMarkdown(text) ? { kind: 'markdown' } : { kind: 'text' };
  if (mode === 'plaintext' || mode === null || !text.trim().includes('\n')) return { kind: 'text' };
  return { kind: 'code', language: mode };
}

function modeOf(json: string): string | null {
  try {
    const read: unknown = JSON.parse(json);
    const mode = typeof read === 'object' && read !== null && 'mode' in read ? read.mode : null;
    return typeof mode === 'string' && /^[\w+#-]{1,40}$/.test(mode) ? mode : null;
  } catch {
    return null;
  }
}
