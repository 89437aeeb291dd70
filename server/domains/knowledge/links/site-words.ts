import { Parser } from 'htmlparser2';
import { cleanText, cutText } from '../markdown/clean-text.rules';

/** What a page says of itself; null where it says nothing. */
export type SiteWords = { title: string | null; description: string | null };

const TITLE_CHARACTERS_MAX = 200;
const DESCRIPTION_CHARACTERS_MAX = 300;
/** What a page says of itself stands at its beginning. */
const HEAD_CHARACTERS_MAX = 300_000;
const HEAD_BYTES_LOOKED_AT = 2_000;
const CHARSET = /charset\s*=\s*["']?([\w-]+)/i;

function oneLine(text: string | undefined, most: number): string | null {
  const line = cleanText(text ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  if (line === '') return null;
  return line.length <= most ? line : `${cutText(line, most - 1)}…`;
}

/** The page's text in the encoding that it names. */
function decoded(body: Uint8Array, contentType: string): string {
  const start = Buffer.from(body.subarray(0, HEAD_BYTES_LOOKED_AT)).toString('latin1');
  const named = CHARSET.exec(contentType)?.[1] ?? CHARSET.exec(start)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

/** KN-G11: title and description of a page of HTML, as text: one line each, and no longer than a card has room for. */
export function siteWords(body: Uint8Array, contentType: string): SiteWords {
  const said = new Map<string, string>();
  let isTitle = false;
  let title = '';
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'title' && title === '') isTitle = true;
      const key = (attributes.property ?? attributes.name)?.toLowerCase();
      if (name === 'meta' && key && attributes.content && !said.has(key)) said.set(key, attributes.content);
    },
    ontext(text) {
      if (isTitle && title.length < TITLE_CHARACTERS_MAX) title += text;
    },
    onclosetag(name) {
      if (name === 'title') isTitle = false;
    },
  });
  parser.write(decoded(body, contentType).slice(0, HEAD_CHARACTERS_MAX));
  parser.end();
  return {
    title: oneLine(said.get('og:title'), TITLE_CHARACTERS_MAX) ?? oneLine(title, TITLE_CHARACTERS_MAX),
    description: oneLine(said.get('og:description') ?? said.get('description'), DESCRIPTION_CHARACTERS_MAX),
  };
}
