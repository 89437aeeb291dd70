import { placeOf } from '@/server/domains/knowledge/mention.rules';

export type OwnPlace = {
  /** As a link in a document has it. */
  href: string;
  kind: 'person' | 'item';
  id: string;
  /** Whether it leads to the whole, not to a part. */
  isWhole: boolean;
};

/** The place of ours that a text is the address of, as a path or with our own origin; null for anything else. */
export function ownPlace(text: string, origin: string): OwnPlace | null {
  const address = text.trim();
  if (/\s/.test(address) || !URL.canParse(address, origin)) return null;
  if (!address.startsWith('/') && !address.startsWith(`${origin}/`)) return null;
  const url = new URL(address, origin);
  const place = url.origin === origin ? placeOf(url.pathname) : null;
  const rest = `${url.search}${url.hash}`;
  return place && { ...place, href: `${url.pathname}${rest}`, isWhole: rest === '' };
}
