/** The longest address that may stand in a document. */
export const MAX_URL_CHARS = 4_000;

const LINK_SCHEMES = new Set(['http', 'https', 'mailto', 'tel', 'ftp']);
const IMAGE_SCHEMES = new Set(['http', 'https']);
/** Browsers drop these inside an address before they look at its scheme, so we do it first. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const IGNORED_BY_BROWSERS = /[\u0000-\u0020\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/g;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

function allowed(url: unknown, schemes: ReadonlySet<string>): string | null {
  if (typeof url !== 'string' || url.length > MAX_URL_CHARS) return null;
  const trimmed = url.trim();
  if (trimmed === '') return null;
  const scheme = SCHEME.exec(trimmed.replace(IGNORED_BY_BROWSERS, ''))?.[1];
  if (scheme !== undefined && !schemes.has(scheme.toLowerCase())) return null;
  return trimmed;
}

/**
 * The address of a link as it may stand in a document: http, https, mailto, tel, ftp, or without a scheme (relative,
 * `/library/…`, `#anchor`). Anything else, `javascript:` and `data:` first of all, is null.
 */
export function safeLinkUrl(url: unknown): string | null {
  return allowed(url, LINK_SCHEMES);
}

/** The address of an image as it may stand in a document: http, https, or without a scheme. Otherwise null. */
export function safeImageUrl(url: unknown): string | null {
  return allowed(url, IMAGE_SCHEMES);
}

/** Whether an address leaves the product. */
export function isExternalUrl(url: string): boolean {
  return SCHEME.test(url) || url.startsWith('//');
}
