import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT } from '@/server/domains/knowledge/document.schema';
import { eachItem } from './items';

/** One insert of a sender: a short word, as fast typing or a phone's keyboard makes them. */
const WORD = 'words ';
/** How many places of its author's numbering a word takes. */
export const WORD_PLACES = WORD.length;
/** A sender begins with a paragraph and the text in it: two places in its own numbering before the first word. */
const BEGINNING_PLACES = 2;

/** Somebody who writes words into a paragraph of their own, as the editor would. */
export class Author {
  private readonly doc = new Y.Doc();
  private readonly text = new Y.XmlText();
  private made: Uint8Array[] = [];

  constructor(clientId: number) {
    this.doc.clientID = clientId;
    this.doc.on('update', (update: Uint8Array) => this.made.push(update));
  }

  /** The update that makes the paragraph. */
  begin(): Uint8Array {
    return this.capture(() => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [this.text]);
      this.doc.getXmlFragment(DOCUMENT_FRAGMENT).insert(0, [paragraph]);
    });
  }

  /** The update that adds the next word. */
  word(): Uint8Array {
    return this.capture(() => this.text.insert(this.text.length, WORD));
  }

  private capture(edit: () => void): Uint8Array {
    this.made = [];
    this.doc.transact(edit);
    const [update] = this.made;
    if (!update) throw new Error('An edit made no update.');
    return update;
  }
}

/** Words `from` up to but not with `until` of one author. */
export type Words = { clientId: number; from: number; until: number };

/** Tells which words are in an update, whether it is one author's or many merged into one. */
export function eachWords(update: Uint8Array, tell: (clientId: number, from: number, until: number) => void): void {
  eachItem(update, (clientId, clock, length) => {
    const from = Math.max(0, Math.ceil((clock - BEGINNING_PLACES) / WORD_PLACES));
    const until = Math.floor((clock + length - BEGINNING_PLACES) / WORD_PLACES);
    if (until > from) tell(clientId, from, until);
  });
}

/** The words of an update, one after the other. */
export function wordsIn(update: Uint8Array): Words[] {
  const found: Words[] = [];
  eachWords(update, (clientId, from, until) => found.push({ clientId, from, until }));
  return found;
}
