import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { DOCUMENT_LIMITS } from '@/server/platform/collab/limits.schema';
import { structsIn, type Weight, weightOfDocument } from './document-size';
import { linkedWords } from './linked-words';
import { charactersOf, excess, NEARLY_FULL_SHARE, shareOf } from './page-size';

/** Why something has no room in a page, and by how much. */
export type NoRoom = { kind: 'characters' | 'bytes' | 'structs'; over: number } | { kind: 'at_once' };

export const charactersIn = (nodes: readonly DocumentNode[]): number =>
  nodes.reduce((sum, node) => sum + charactersOf(node), 0);

const bytesIn = (nodes: readonly DocumentNode[]): number =>
  new Blob([JSON.stringify(nodes.map((node) => node.toJSON()))]).size;

type Taken = { doc: DocumentNode; selection: { from: number; to: number } };

/** Whether blocks have room in the place of a range; null when they have. Asked before anything is put in. */
export function noRoomFor(
  { doc, selection: { from, to } }: Taken,
  nodes: readonly DocumentNode[],
  document: Weight,
): NoRoom | null {
  const removing = from === to ? 0 : charactersOf(doc.cut(from, to));
  const over = excess(charactersOf(doc), charactersIn(nodes), removing);
  if (over > 0) return { kind: 'characters', over };
  const bytes = bytesIn(nodes);
  if (bytes > DOCUMENT_LIMITS.updateBytesMax) return { kind: 'at_once' };
  const overBytes = document.bytes + bytes - DOCUMENT_LIMITS.documentBytesMax;
  if (overBytes > 0) return { kind: 'bytes', over: overBytes };
  const overStructs = document.structs + structsIn(nodes) - DOCUMENT_LIMITS.documentStructsMax;
  return overStructs > 0 ? { kind: 'structs', over: overStructs } : null;
}

/** The same for an editor as it stands. */
export const noRoomIn = (state: EditorState, nodes: readonly DocumentNode[]): NoRoom | null =>
  noRoomFor(state, nodes, weightOfDocument(state));

/** The same for what takes nothing's place, whatever is selected. */
const noRoomBeside = (state: EditorState, nodes: readonly DocumentNode[]): NoRoom | null =>
  noRoomFor({ doc: state.doc, selection: { from: 0, to: 0 } }, nodes, weightOfDocument(state));

/** About what the address of a file takes that is not here yet. */
const AN_ADDRESS = '/'.repeat(80);

/** The same for one image, before it is sent. */
export function noRoomForFigure(state: EditorState): NoRoom | null {
  const figure = state.schema.nodes.figure?.createAndFill({ src: AN_ADDRESS });
  return figure ? noRoomBeside(state, [figure]) : null;
}

/** The same for the link to one other file. */
export function noRoomForLink(state: EditorState, words: string): NoRoom | null {
  const { schema } = state;
  const line = schema.nodes.paragraph?.create(null, linkedWords(schema, AN_ADDRESS, words));
  return line ? noRoomBeside(state, [line]) : null;
}

/** What a page that is nearly full has too much of, or soon will. */
export type Fullness = { kind: 'characters' | 'bytes' | 'structs'; of: number };

/** Said while there still is room, so that whoever types is not surprised; null while there is much. */
export function fullnessOf(characters: number, { bytes, structs }: Weight): Fullness | null {
  // What goes past the bytes or the structs is not saved: it is said first.
  if (bytes >= DOCUMENT_LIMITS.documentBytesMax * NEARLY_FULL_SHARE) return { kind: 'bytes', of: bytes };
  if (structs >= DOCUMENT_LIMITS.documentStructsMax * NEARLY_FULL_SHARE) return { kind: 'structs', of: structs };
  return shareOf(characters) >= NEARLY_FULL_SHARE ? { kind: 'characters', of: characters } : null;
}
