import { expect, vi } from 'vitest';
import * as Y from 'yjs';
import type { Log } from '../log';
import type { Connection } from './connection';
import { decodeDocument, exactDocument } from './encoded';
import { COLLAB_LIMITS, type CollabLimits } from './limits';
import { RoomDocument } from './room-document';
import type { Said } from './sayings';
import type { NumberedWritten } from './sessions';
import { stateOf } from './structs.rules';
import { takeIn } from './take-in';
import type { ContentRules } from './update-contents';
import { type Sliced, sliceUpdate } from './update-slices';

const RULES: ContentRules = {
  root: (name) => (name === 'nodes' ? 'nodes' : null),
  node: () => true,
  mark: () => true,
  attribute: () => true,
  paragraph: 'paragraph',
  markedIn: (node) => node !== 'codeBlock',
};

export function slicesOf(bytes: Uint8Array): Sliced {
  const sliced = sliceUpdate({ bytes, structsMax: COLLAB_LIMITS.documentStructsMax });
  if ('reason' in sliced) throw new Error(sliced.what);
  return sliced;
}

/** A room's document, and what a turn needs of the rest. */
export class Room {
  readonly doc = exactDocument();
  readonly document: RoomDocument;
  readonly log = { error: vi.fn(), info: vi.fn() };
  readonly onUnlooked = vi.fn();
  readonly costs: number[] = [];
  /** All that was kept. */
  readonly rows: NumberedWritten[] = [];
  private readonly rules: ContentRules;
  /** What everybody has seen by now; null: all that is here. */
  settled: ReadonlyMap<number, number> | null = null;

  constructor(limits: Partial<CollabLimits> = {}, rules = RULES) {
    this.rules = rules;
    const log = this.log as unknown as Log;
    const sql = () => Promise.reject(new Error('No turn reads the database.'));
    this.document = new RoomDocument({ documentId: 'd', limits: { ...COLLAB_LIMITS, ...limits }, log, sql });
    this.document.live = this.doc;
  }

  connection(personId: string): Connection {
    const charge = (cost: number) => this.costs.push(cost) > 0;
    const hasIntroduced = () => null;
    const own = { identity: { personId }, access: 'write', introduced: true, dismissed: false, charge, hasIntroduced };
    return own as unknown as Connection;
  }

  /** @returns who has written what this made, in its order */
  take(said: readonly Said[]): string[] {
    const turn = takeIn(said, this.doc, this.document, {
      rules: this.rules,
      log: this.log as unknown as Log,
      presentAs: () => undefined,
      settled: this.settled ?? stateOf(this.doc),
      isCareful: false,
      onUnlooked: this.onUnlooked,
    });
    expect([turn.broken, turn.left]).toEqual([false, []]);
    for (const { personId, bytes } of turn.accepted) this.keep(personId, bytes);
    return turn.accepted.map(({ personId }) => personId);
  }

  /** As if it had been written before. */
  begin(personId: string | null, bytes: Uint8Array): void {
    Y.applyUpdate(this.doc, bytes);
    this.keep(personId, bytes);
  }

  private keep(personId: string | null, bytes: Uint8Array): void {
    this.rows.push({ personId, bytes, seq: BigInt(this.rows.length + 1) });
  }

  /** All that a tab which comes back has and the room lacks. */
  welcome(from: Connection, bytes: Uint8Array): void {
    this.take([{ kind: 'update', from, bytes, introduces: true, ofWhole: null }]);
  }

  /** Whether what is kept says what the document says, deletions too. */
  isKept(): boolean {
    const told = decodeDocument(this.rows.map(({ bytes }) => bytes));
    return Y.equalSnapshots(Y.snapshot(told), Y.snapshot(this.doc));
  }

  hear(from: Connection, bytes: Uint8Array, inSlices = false): string[] {
    const sliced = inSlices ? slicesOf(bytes) : null;
    const parts = sliced ? sliced.slices : [bytes];
    return parts.flatMap((part, at) => {
      const introduces = from.vector !== undefined && at === parts.length - 1;
      return this.take([{ kind: 'update', from, bytes: part, introduces, ofWhole: sliced?.whole ?? null }]);
    });
  }
}

/** A tab of somebody, who hears nothing of others but by `sees`. */
export class Tab {
  readonly doc = new Y.Doc();
  readonly from: Connection;
  readonly room: Room;

  constructor(room: Room, personId: string, client: number) {
    this.room = room;
    this.from = room.connection(personId);
    this.doc.clientID = client;
  }

  sees(): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.room.doc));
  }

  /** From here on it has no connection, until it says what it has done. */
  leaves(): void {
    this.from.vector = Y.encodeStateVector(this.doc);
  }

  /** All that the room lacks, as one update. */
  says(inSlices = false): string[] {
    const update = Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.room.doc));
    return this.room.hear(this.from, update, inSlices);
  }

  get page(): Y.XmlFragment {
    return this.doc.getXmlFragment('nodes');
  }

  block(at: number): Y.XmlElement {
    return this.page.get(at) as Y.XmlElement;
  }

  text(at: number): Y.XmlText {
    let node: Y.XmlElement | Y.XmlText = this.block(at);
    while (!(node instanceof Y.XmlText)) node = node.get(0) as Y.XmlElement | Y.XmlText;
    return node;
  }

  /** What follows a place in a block comes into one of its own. */
  split(at: number, from: number): void {
    const text = this.text(at);
    const words = plainOf(text).slice(from);
    this.doc.transact(() => {
      text.delete(from, text.length - from);
      this.page.insert(at + 1, [blockOf('paragraph', words)]);
    });
  }

  /** The next block comes to the end of this one. */
  join(at: number): void {
    if (at + 1 >= this.page.length) return;
    const [text, words] = [this.text(at), plainOf(this.text(at + 1))];
    this.doc.transact(() => {
      text.insert(text.length, ` ${words}`);
      this.page.delete(at + 1, 1);
    });
  }

  /** Takes a block away and writes its words into another one, which comes to where `to` was. */
  replace(at: number, kind: 'heading' | 'blockquote' | 'paragraph', to = at): void {
    const words = plainOf(this.text(at));
    this.doc.transact(() => {
      this.page.delete(at, 1);
      this.page.insert(Math.min(to, this.page.length), [blockOf(kind, words)]);
    });
  }
}

export function blockOf(kind: string, words: string): Y.XmlElement {
  const block = new Y.XmlElement(kind);
  block.insert(0, [kind === 'blockquote' ? blockOf('paragraph', words) : new Y.XmlText(words)]);
  return block;
}

export const plainOf = (text: Y.XmlText): string =>
  text
    .toDelta()
    .map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : ''))
    .join('');

export const wordsOf = (page: Y.XmlFragment): string[] =>
  page
    .toString()
    .replace(/<[^>]*>/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

/** What each block says, without regard to how many blanks are between its words. */
export const linesOf = (page: Y.XmlFragment): string[] =>
  page.toArray().map((block) =>
    `${block}`
      .replace(/<[^>]*>/g, '')
      .trim()
      .split(/\s+/)
      .join(' '),
  );

/** A room with some paragraphs, which both have seen. */
export function start(paragraphs: readonly string[], clients: readonly [number, number] = [11, 12], room = new Room()) {
  const [ana, ben] = [new Tab(room, 'ana', clients[0]), new Tab(room, 'ben', clients[1])];
  ana.page.insert(
    0,
    paragraphs.map((words) => blockOf('paragraph', words)),
  );
  ana.says();
  ben.sees();
  return { room, ana, ben };
}
