import type { CarriedImage } from './context';

/** A picture in RTF: its head with its kind, then its bytes as hexadecimal digits. */
const PICTURE =
  /\{\\pict(?:(?!\{\\pict)[\s\S])*?\\(png|jpeg)blip(?:(?!\{\\pict)[\s\S])*?\\bliptag-?\d+(?:\\blipupi-?\d+)?(?:\{\\\*\\blipuid\s?[\da-f]+)?[\s}]*([\da-f\s]+)\}/gi;

/** The pictures of a Word document: it names them as files in its HTML, and carries them only in its RTF. */
export function imagesInRtf(rtf: string): CarriedImage[] {
  return [...rtf.matchAll(PICTURE)].map(([, kind = 'png', hex = '']) => ({
    address: '',
    mediaType: `image/${kind.toLowerCase()}`,
    base64: base64Of(hex.replace(/\s/g, '')),
  }));
}

function base64Of(hex: string): string {
  let bytes = '';
  for (let at = 0; at + 1 < hex.length; at += 2)
    bytes += String.fromCharCode(Number.parseInt(hex.slice(at, at + 2), 16));
  return btoa(bytes);
}
