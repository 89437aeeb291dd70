/** The most that one stored file may hold. */
export const FILE_BYTES_MAX = 50 * 1024 * 1024;
/** The longest name that a file is offered under: what file systems keep. */
export const FILE_NAME_CHARACTERS_MAX = 255;

/** Raster images: the only content a browser is ever allowed to show in place. SVG and HTML can carry scripts. */
export const INLINE_MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const;

/** @returns whether a stored file of this type may be shown inside a page */
export function isInlineMediaType(mediaType: string): boolean {
  return (INLINE_MEDIA_TYPES as readonly string[]).includes(mediaType);
}
