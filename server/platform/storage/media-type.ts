import { fileTypeFromBuffer } from 'file-type';

/** How much of a file's beginning decides on its type. */
export const SNIFFED_BYTES_MAX = 64 * 1024;

export const UNKNOWN_MEDIA_TYPE = 'application/octet-stream';

/** The controls that text files do carry: tab, line feed, form feed, carriage return, escape. */
const TEXT_CONTROLS: readonly number[] = [0x09, 0x0a, 0x0c, 0x0d, 0x1b];
const FIRST_PRINTABLE = 0x20;
/** What may stand before the first element. No two parts of it can match the same text, so it is read once. */
const MARKUP_PREAMBLE = /^(?:\s|<\?[^>]*>|<!--[\s\S]*?-->|<!doctype[^>[]*(?:\[[\s\S]*?\]\s*)?>)*/i;
const HTML_ELEMENT =
  /^<(?:html|head|body|script|iframe|style|title|table|form|img|object|embed|link|meta|a|div|p|h[1-6])[\s/>]/i;

/**
 * Tells what a file is from its bytes alone; its name and what its sender claims are never asked.
 * @param head the first bytes, up to SNIFFED_BYTES_MAX
 * @returns a media type without parameters; application/octet-stream when nothing fits
 */
export async function mediaTypeOf(head: Uint8Array): Promise<string> {
  const text = asText(head);
  if (text !== null) return textTypeOf(text);
  const known = await fileTypeFromBuffer(head);
  return known?.mime ?? UNKNOWN_MEDIA_TYPE;
}

/** The sample as UTF-8 text, or null when it is not text. A character cut off at the end is forgiven. */
function asText(head: Uint8Array): string | null {
  if (head.some((byte) => byte < FIRST_PRINTABLE && !TEXT_CONTROLS.includes(byte))) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
  } catch {
    return null;
  }
}

/** Suspicious text is called what a browser might take it for, so that it is never taken for harmless. */
function textTypeOf(text: string): string {
  if (text.startsWith('%PDF-')) return 'application/pdf';
  const preamble = text.match(MARKUP_PREAMBLE)?.[0] ?? '';
  const root = text.slice(preamble.length);
  if (/^<(?:[\w-]+:)?svg[\s/>]/i.test(root)) return 'image/svg+xml';
  if (/<!doctype\s+html/i.test(preamble) || HTML_ELEMENT.test(root)) return 'text/html';
  if (/^\s*<\?xml/i.test(preamble)) return 'application/xml';
  return 'text/plain';
}
