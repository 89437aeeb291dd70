import type { ElementContent, Root } from 'hast';
import type { CarriedImage, PasteContext } from './context';
import { attributeOf, element, rewrite, text } from './hast';

/** Addresses that only lead on: where the true one stands. */
const REDIRECTS: { host: RegExp; path: RegExp; parameter: string }[] = [
  { host: /^(?:www\.)?google\.[a-z.]+$/, path: /^\/url$/, parameter: 'q' },
  { host: /^(?:www\.)?google\.[a-z.]+$/, path: /^\/url$/, parameter: 'url' },
  { host: /\.safelinks\.protection\.outlook\.com$/, path: /^\//, parameter: 'url' },
  { host: /^slack-redir\.net$/, path: /^\/link$/, parameter: 'url' },
  { host: /^l\.facebook\.com$/, path: /^\/l\.php$/, parameter: 'u' },
];

function parsed(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** The address that a link leads to in the end. */
export function withoutRedirect(address: string): string {
  const url = parsed(address);
  if (url === null) return address;
  for (const { host, path, parameter } of REDIRECTS) {
    const target = host.test(url.hostname) && path.test(url.pathname) ? url.searchParams.get(parameter) : null;
    if (target !== null && /^https?:\/\//i.test(target)) return target;
  }
  return address;
}

/** An address of ours without its host; any other as it is. */
function ownPath(address: string, origin: string): string {
  const url = parsed(address);
  return url !== null && origin !== '' && url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : address;
}

const OPENS = /^(?:https?|mailto|tel|ftp):/i;
const DATA_IMAGE = /^data:(image\/[a-z0-9.+-]+)(?:;[^,]*)?;base64,/i;

/** Where links lead: only to where they led for whoever copied them. */
export function cleanLinks(root: Root, context: PasteContext): void {
  rewrite(root, (one) => {
    if (one.tagName !== 'a') return null;
    const address = withoutRedirect(attributeOf(one, 'href').trim());
    // An address without a scheme leads to a place of the page it was copied from, which is not here.
    if (!OPENS.test(address)) return one.children;
    if (one.children.length === 0) return [];
    const title = attributeOf(one, 'title');
    return [element('a', one.children, { href: ownPath(address, context.origin), ...(title === '' ? {} : { title }) })];
  });
}

/** Images: those that are here or came along stay; of others their address, and what cannot be had is counted. */
export function cleanImages(root: Root, context: PasteContext): void {
  let files = 0;
  rewrite(root, (one) => {
    if (one.tagName !== 'img') return null;
    const address = attributeOf(one, 'src').trim();
    const alt = attributeOf(one, 'alt').trim();
    if (isEmoji(alt) || attributeOf(one, 'data-stringify-type') === 'emoji') return [text(alt)];
    if (isTiny(attributeOf(one, 'width'), attributeOf(one, 'height'))) return [];
    const data = DATA_IMAGE.exec(address);
    if (data !== null)
      return [carried(context, { mediaType: data[1] ?? '', base64: address.slice(data[0].length) }, alt)];
    const own = ownPath(address, context.origin);
    if (/^\/(?!\/)/.test(own)) return [element('img', [], { src: own, alt })];
    if (/^https?:/i.test(address)) {
      context.leave('foreign_images');
      return [element('a', [text(alt || fileName(address))], { href: address })];
    }
    const beside = context.beside[files];
    files += 1;
    if (beside !== undefined) return [carried(context, beside, alt)];
    context.leave('images');
    return [];
  });
  flattenLinks(root);
}

/** A link around what became a link is that outer link. */
function flattenLinks(root: Root): void {
  rewrite(root, (one) => {
    if (one.tagName !== 'a') return null;
    const unlinked = { ...one, children: [...one.children] };
    rewrite(unlinked, (inner) => (inner.tagName === 'a' ? inner.children : null));
    return [unlinked];
  });
}

function carried(context: PasteContext, bytes: Omit<CarriedImage, 'address'>, alt: string): ElementContent {
  const address = `#pasted-${context.images.length}`;
  context.images.push({ address, mediaType: bytes.mediaType.toLowerCase(), base64: bytes.base64 });
  return element('img', [], { src: address, alt });
}

const isEmoji = (alt: string): boolean => /^(?:\p{Extended_Pictographic}|\u200d|\ufe0f){1,8}$/u.test(alt);
const isTiny = (...sides: string[]): boolean => sides.every((side) => /^[01](?:px)?$/.test(side));

/** What an image is called by its address, where nothing describes it. */
export function fileName(address: string): string {
  const name = parsed(address)?.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name) || address;
  } catch {
    return name;
  }
}
