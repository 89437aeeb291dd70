import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isInlineMediaType } from '@/server/platform/storage';
import { mediaTypeOf, SNIFFED_BYTES_MAX } from '@/server/platform/storage/media-type';
import { addressesIn } from './addresses';
import type { ImportPlan } from './plan';
import { type PathIndex, resolveHref } from './resolve-links';
import type { SourceEntry } from './source-tree';

export type AssetFacts = { sha256: string; isImage: boolean; sizeBytes: number };

/** What the files of a source are, looked at once each and only when a page uses them. */
export class AssetReader {
  private readonly known = new Map<string, Promise<AssetFacts>>();

  constructor(private readonly entries: ReadonlyMap<string, SourceEntry>) {}

  /** The bytes of a file. @throws KenningError when it cannot be read */
  async bytes(path: string): Promise<Buffer> {
    const entry = this.entries.get(path);
    if (entry === undefined) throw new Error('An address was resolved to a file that is not in the source.');
    return entry.read();
  }

  /** @throws KenningError when it cannot be read */
  facts(path: string): Promise<AssetFacts> {
    const known = this.known.get(path) ?? this.look(path);
    this.known.set(path, known);
    return known;
  }

  private async look(path: string): Promise<AssetFacts> {
    const bytes = await this.bytes(path);
    const mediaType = await mediaTypeOf(bytes.subarray(0, SNIFFED_BYTES_MAX));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { sha256, isImage: isInlineMediaType(mediaType), sizeBytes: bytes.byteLength };
  }
}

/** KN-N34: the files of a source that no page of the plan shows or links: nothing becomes of them. By path, in order. */
export async function unusedAssets(
  { files, assets }: Pick<ImportPlan, 'files' | 'assets'>,
  index: PathIndex,
): Promise<string[]> {
  const unused = new Set(assets.keys());
  for (const { path, document } of files) {
    if (unused.size === 0) break;
    for (const { address } of addressesIn(document)) {
      const target = resolveHref(path, address, index);
      if (target.kind === 'asset') unused.delete(target.path);
    }
    await nextTurn();
  }
  return [...unused].sort();
}
