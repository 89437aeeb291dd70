import type { JSONContent } from '@tiptap/core';
import { type DocumentJson, documentSchema, isCalloutKind } from '../document.schema';
import { type BlockMarker, type BlockShape, mentionToken } from './history.schema';

/** A stretch of a block: words that stand in the document, or what stands for a picture, a break, the edge of a cell. */
type Piece = { text: string; isText: boolean };

/** A line of a document for a comparison: a block of text, a row of a table, or a thing without text. */
export type Block = BlockShape & {
  pieces: Piece[];
  text: string;
  /** The same for what looks the same, formatting and address included. */
  key: string;
};

type Place = Pick<BlockShape, 'depth' | 'marker' | 'ordinal' | 'frame' | 'callout'>;

const APART = ' | ';
const FRAMES = new Set(['blockquote', 'callout', 'details']);
const MARKERS: Record<string, BlockMarker> = { bulletList: 'bullet', orderedList: 'number', taskList: 'open' };
/** What says most about a thing without text, the best first. */
const TELLING_ATTRIBUTES = ['alt', 'label', 'title', 'latex', 'text', 'src', 'href'];
const MENTIONS: Record<string, 'person' | 'item'> = { personMention: 'person', itemMention: 'item' };

function wordFor(node: JSONContent): string {
  if (node.type === 'hardBreak') return '\n';
  const mentioned = MENTIONS[node.type ?? ''];
  if (mentioned) return mentionToken(mentioned, String(node.attrs?.id ?? ''));
  const found = TELLING_ATTRIBUTES.map((name) => node.attrs?.[name]).find(
    (value) => typeof value === 'string' && value,
  );
  return typeof found === 'string' ? found : '';
}

function piecesOf(node: JSONContent): Piece[] {
  const pieces: Piece[] = [];
  for (const child of node.content ?? []) {
    const isText = child.type === 'text';
    const text = isText ? (child.text ?? '') : wordFor(child);
    const last = pieces.at(-1);
    // What is formatted apart is one text of the document all the same.
    if (isText && last?.isText) last.text += text;
    else pieces.push({ text, isText });
  }
  return pieces;
}

function rowPieces(row: JSONContent): Piece[] {
  const cells = (row.content ?? []).map((cell) => blocksIn(cell).flatMap((block) => block.pieces));
  return cells.flatMap((cell, index) => (index === 0 ? cell : [{ text: APART, isText: false }, ...cell]));
}

/** What an image shows, and the words below it. */
function figurePieces(figure: JSONContent): Piece[] {
  const caption = (figure.content ?? []).flatMap(piecesOf);
  const { alt } = figure.attrs ?? {};
  if (typeof alt !== 'string' || alt === '') return caption;
  const apart = caption.length > 0 ? [{ text: APART, isText: false }] : [];
  return [{ text: alt, isText: false }, ...apart, ...caption];
}

function blockOf(node: JSONContent, pieces: Piece[], { depth, marker, ordinal, frame, callout }: Place): Block {
  const type = node.type ?? '';
  const level = typeof node.attrs?.level === 'number' ? node.attrs.level : null;
  const text = pieces.map((piece) => piece.text).join('');
  // An entry that has another number because others came or went before it is the same.
  const key = JSON.stringify([node, depth, marker, frame, callout]);
  return { type, level, depth, marker, ordinal, frame, callout, pieces, text, key };
}

const markerIn = (list: JSONContent, item: JSONContent): BlockMarker | null => {
  const marker = MARKERS[list.type ?? ''] ?? null;
  return marker === 'open' && item.attrs?.checked === true ? 'done' : marker;
};

function firstOrdinal(list: JSONContent): number | null {
  if (MARKERS[list.type ?? ''] !== 'number') return null;
  return typeof list.attrs?.start === 'number' ? list.attrs.start : 1;
}

const NOWHERE: Place = { depth: 0, marker: null, ordinal: null, frame: null, callout: null };

/** The same place within what has a frame of its own. */
function within({ type = '', attrs }: JSONContent, place: Place): Place {
  if (!FRAMES.has(type)) return place;
  const { kind, title } = attrs ?? {};
  const callout =
    type === 'callout' && isCalloutKind(kind) ? { kind, title: typeof title === 'string' ? title : '' } : null;
  return { ...place, frame: type, callout };
}

function blocksIn(node: JSONContent, place: Place = NOWHERE): Block[] {
  const type = documentSchema().nodes[node.type ?? ''];
  if (node.type === 'tableRow') return [blockOf(node, rowPieces(node), place)];
  if (node.type === 'figure') return [blockOf(node, figurePieces(node), place)];
  if (type?.isTextblock) return [blockOf(node, piecesOf(node), place)];
  if (!node.content?.length)
    return node.type === 'doc' ? [] : [blockOf(node, [{ text: wordFor(node), isText: false }], place)];
  if (MARKERS[node.type ?? '']) {
    const depth = place.depth + 1;
    const first = firstOrdinal(node);
    return node.content.flatMap((item, index) => {
      const ordinal = first === null ? null : first + index;
      return blocksIn(item, { ...place, depth, marker: markerIn(node, item), ordinal });
    });
  }
  const inside = within(node, place);
  // Only the first line of an entry carries its mark.
  return node.content.flatMap((child, index) =>
    blocksIn(child, index === 0 ? inside : { ...inside, marker: null, ordinal: null }),
  );
}

/** A document, line by line. @param document one that satisfies the schema */
export const blocksOf = (document: DocumentJson): Block[] => blocksIn(document);
