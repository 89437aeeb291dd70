import type { DocumentNode } from '@/server/domains/knowledge/document.schema';
import { refusalOf, type UploadedFile } from '../uploads';
import type { CarriedImage, LeftOut } from './context';
import type { ReadPaste } from './read-paste';
import type { PasteNeeds } from './use-paste';

function fileOf({ base64, mediaType }: CarriedImage): File | null {
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
    return new File([bytes], `image.${mediaType.slice('image/'.length)}`, { type: mediaType });
  } catch {
    return null;
  }
}

/** Brings the images that came with a paste to where images are kept. Those that cannot be are counted as left out. */
export async function withUploads(read: ReadPaste, { uploads }: PasteNeeds): Promise<ReadPaste> {
  if (read.images.length === 0) return read;
  const places = new Map<string, UploadedFile>();
  for (const image of read.images) {
    const file = fileOf(image);
    if (file === null || uploads.upload === undefined || refusalOf(file, 'image') !== null) continue;
    uploads.onCount(1);
    try {
      places.set(image.address, await uploads.upload(file, 'image'));
    } catch (error) {
      uploads.onError(error);
    } finally {
      uploads.onCount(-1);
    }
  }
  const missing = read.images.length - places.size;
  const leftOut = new Map<LeftOut, number>(read.leftOut);
  if (missing > 0) leftOut.set('images', (leftOut.get('images') ?? 0) + missing);
  return { blocks: read.blocks.flatMap((block) => placed(block, places)), images: [], leftOut: [...leftOut] };
}

function placed(node: DocumentNode, places: ReadonlyMap<string, UploadedFile>): DocumentNode[] {
  const address = typeof node.attrs?.src === 'string' ? node.attrs.src : '';
  if (address.startsWith('#pasted-')) {
    const place = places.get(address);
    return place === undefined ? [] : [{ ...node, attrs: { ...node.attrs, src: place.src } }];
  }
  if (node.content === undefined) return [node];
  return [{ ...node, content: node.content.flatMap((child) => placed(child, places)) }];
}
