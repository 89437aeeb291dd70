import { createHash } from 'node:crypto';
import type { DocumentJson } from '../document.schema';
import { attachmentPath, itemPath } from '../rules';
import { type Address, addressesIn, withAddresses } from './addresses';
import type { AssetReader } from './assets';
import type { PlannedFile } from './plan';
import { type PathIndex, resolveHref } from './resolve-links';

export type ItemPlace = { id: string; title: string };
export type Embedded = { path: string; name: string; sha256: string };
export type UnresolvedLink = { path: string; href: string; reason: string };

/** A file whose addresses are resolved: to items, to files that it embeds, or to nothing. */
export type ResolvedFile = {
  /** By `use address`, as it stands in the document: an item's address, or the file it embeds. */
  links: Map<string, { item: ItemPlace; rest: string } | { asset: Embedded }>;
  embedded: Embedded[];
  unresolved: UnresolvedLink[];
  /** sha-256 over the file, the files it embeds and where its links lead, hexadecimal. */
  contentHash: string;
};

type Source = { index: PathIndex; assets: AssetReader; items: ReadonlyMap<string, ItemPlace> };

function keyOf({ use, address }: Address): string {
  return `${use} ${address}`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where a link leads, whatever the title there is by now. */
function identity(link: { item: ItemPlace; rest: string } | { asset: Embedded }): string {
  return 'item' in link ? `${link.item.id}${link.rest}` : link.asset.sha256;
}

/** Finds out where every address in a planned file leads. */
export async function resolveFile(file: PlannedFile, source: Source): Promise<ResolvedFile> {
  const found: ResolvedFile = { links: new Map(), embedded: [], unresolved: [], contentHash: '' };
  const hash = createHash('sha256').update(file.sha256);
  for (const address of addressesIn(file.document)) {
    const reason = await resolveAddress(file.path, address, source, found);
    if (reason !== null) found.unresolved.push({ path: file.path, href: address.address, reason });
    const link = found.links.get(keyOf(address));
    if (link !== undefined) hash.update(`\n${address.address}\t${identity(link)}`);
  }
  found.contentHash = hash.digest('hex');
  return found;
}

/** @returns why the address leads nowhere, or null */
async function resolveAddress(
  path: string,
  address: Address,
  source: Source,
  found: ResolvedFile,
): Promise<string | null> {
  const target = resolveHref(path, address.address, source.index);
  switch (target.kind) {
    case 'keep':
      return null;
    case 'unresolved':
      return target.reason;
    case 'item': {
      const place = source.items.get(target.path);
      if (place === undefined || address.use === 'image') return 'not_imported';
      found.links.set(keyOf(address), { item: place, rest: target.rest });
      return null;
    }
    case 'asset': {
      const facts = await source.assets.facts(target.path);
      if (facts.sizeBytes === 0) return 'file_empty';
      if (address.use === 'image' && !facts.isImage) return 'not_an_image';
      const asset = { path: target.path, name: fileName(target.path), sha256: facts.sha256 };
      const isKnown = found.embedded.some((one) => one.sha256 === asset.sha256 && one.name === asset.name);
      if (!isKnown) found.embedded.push(asset);
      found.links.set(keyOf(address), { asset });
      return null;
    }
  }
}

/** @returns the name that tells the files of one item apart: the same bytes under the same name are one file */
export function embeddedKey({ sha256, name }: Embedded): string {
  return `${sha256} ${name}`;
}

/** The document as it is written, with addresses in the product. @param ids of attachments, by `embeddedKey` */
export function placedDocument(
  file: PlannedFile,
  resolved: ResolvedFile,
  ids: ReadonlyMap<string, string>,
): DocumentJson {
  return withAddresses(file.document, (address) => {
    const link = resolved.links.get(keyOf(address));
    if (link === undefined) return null;
    if ('item' in link) return `${itemPath(link.item)}${link.rest}`;
    const id = ids.get(embeddedKey(link.asset));
    return id === undefined ? null : attachmentPath({ id, name: link.asset.name });
  });
}
