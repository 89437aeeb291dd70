import { FILE_NAME_CHARACTERS_MAX, isInlineMediaType } from './limits.schema';
import { UNKNOWN_MEDIA_TYPE } from './media-type';

/** What serving needs to know of a stored file. */
export type ServedFile = { sha256: string; sizeBytes: number; mediaType: string };

/**
 * Headers under which nothing in a stored file can run: its type is fixed, it is shown in place only when it is a
 * raster image, and even then in a sandbox without sources. A browser that keeps the bytes asks each time whether it
 * may still show them: whoever signed out or lost access does not get them from its cache.
 * @param name the name to offer when it is saved; any text is safe
 */
export function servingHeaders(file: ServedFile, name: string): Record<string, string> {
  const inline = isInlineMediaType(file.mediaType);
  return {
    'Content-Type': inline ? file.mediaType : offeredType(file.mediaType),
    'Content-Length': String(file.sizeBytes),
    'Content-Disposition': contentDisposition(inline ? 'inline' : 'attachment', name),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-cache',
    ETag: etagOf(file),
  };
}

/** The strong validator of a file's bytes. */
export function etagOf(file: { sha256: string }): string {
  return `"${file.sha256}"`;
}

/** @param ifNoneMatch the request's header; @returns whether the asker has these bytes already (answer 304) */
export function isNotModified(file: { sha256: string }, ifNoneMatch: string | null | undefined): boolean {
  if (!ifNoneMatch) return false;
  const tag = etagOf(file);
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === tag || one.trim() === '*');
}

/** Types a browser would render on its own account leave as plain bytes. */
function offeredType(mediaType: string): string {
  if (mediaType === 'text/plain') return 'text/plain; charset=utf-8';
  return /(?:^text\/html|javascript|[/+]xml)$/.test(mediaType) ? UNKNOWN_MEDIA_TYPE : mediaType;
}

/** RFC 6266: a plain ASCII name for old readers, and the true one in RFC 5987 form. */
function contentDisposition(disposition: 'inline' | 'attachment', name: string): string {
  const clean = safeName(name);
  const ascii = clean.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(clean).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** A name without folders, controls, direction marks or half characters; never empty. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim();
  const short = [...clean].slice(0, FILE_NAME_CHARACTERS_MAX).join('');
  return short === '' || short === '.' || short === '..' ? 'file' : short;
}
