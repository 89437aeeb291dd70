import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { encodeSync, MESSAGE_AWARENESS, SYNC_STEP_2, SYNC_UPDATE } from './protocol.schema';

/**
 * Where words stand in a document: in a text of the root, as in the tests of the server alone, or in a paragraph of the
 * root's fragment, as in an item.
 */
export type TextPlace = { root: string; kind: 'text' | 'paragraph' };

const REF_STRING = 4;
const HAS_ORIGIN = 0x80;
const PARENT_IS_ROOT = 1;
const PARENT_IS_ITEM = 0;
const NO_DELETIONS = 0;

/** A document of one client with `text` in it. @returns the whole of it as one update */
export function wordsUpdate(place: TextPlace, clientId: number, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  if (place.kind === 'text') {
    doc.getText(place.root).insert(0, text);
  } else {
    const paragraph = new Y.XmlElement('paragraph');
    const words = new Y.XmlText();
    doc.getXmlFragment(place.root).insert(0, [paragraph]);
    paragraph.insert(0, [words]);
    words.insert(0, text);
  }
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

function beginUpdate(clientId: number, clock: number, structs: number): encoding.Encoder {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, structs);
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  return encoder;
}

function endUpdate(encoder: encoding.Encoder): Uint8Array {
  encoding.writeVarUint(encoder, NO_DELETIONS);
  return encoding.toUint8Array(encoder);
}

/** One letter of `clientId` at `clock` in the root, whether or not that client has written so much, or exists. */
export function letterAt(place: TextPlace, clientId: number, clock: number): Uint8Array {
  const encoder = beginUpdate(clientId, clock, 1);
  encoding.writeUint8(encoder, REF_STRING);
  encoding.writeVarUint(encoder, PARENT_IS_ROOT);
  encoding.writeVarString(encoder, place.root);
  encoding.writeVarString(encoder, 'x');
  return endUpdate(encoder);
}

/** What makes an empty text of `clientId`, and how many places of its numbering that takes. */
export function emptyText(place: TextPlace, clientId: number): { update: Uint8Array; places: number } {
  const update = wordsUpdate(place, clientId, '');
  return { update, places: place.kind === 'text' ? 0 : 2 };
}

/** `count` letters in the text of `emptyText`, each a struct of its own that names the one before it. */
export function tinyStructs(place: TextPlace, clientId: number, count: number): Uint8Array {
  const { places } = emptyText(place, clientId);
  const encoder = beginUpdate(clientId, places, count);
  encoding.writeUint8(encoder, REF_STRING);
  if (place.kind === 'text') {
    encoding.writeVarUint(encoder, PARENT_IS_ROOT);
    encoding.writeVarString(encoder, place.root);
  } else {
    encoding.writeVarUint(encoder, PARENT_IS_ITEM);
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, places - 1);
  }
  encoding.writeVarString(encoder, 'x');
  for (let index = 1; index < count; index += 1) {
    encoding.writeUint8(encoder, REF_STRING | HAS_ORIGIN);
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, places + index - 1);
    encoding.writeVarString(encoder, 'x');
  }
  return endUpdate(encoder);
}

/** A frame that claims to tell of the presence of `clientId`. */
export function presenceOf(clientId: number, clock: number, state: object | null): Uint8Array {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, 1);
  encoding.writeVarUint(inner, clientId);
  encoding.writeVarUint(inner, clock);
  encoding.writeVarString(inner, JSON.stringify(state));
  const outer = encoding.createEncoder();
  encoding.writeVarUint(outer, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(outer, encoding.toUint8Array(inner));
  return encoding.toUint8Array(outer);
}

/** A frame of the protocol that carries an update. */
export const carrying = (update: Uint8Array): Uint8Array => encodeSync(SYNC_UPDATE, update);

/** What a client says that has nothing the server lacks. */
export const introduction = (): Uint8Array => encodeSync(SYNC_STEP_2, new Uint8Array([0, 0]));
