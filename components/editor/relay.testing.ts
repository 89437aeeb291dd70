import * as Y from 'yjs';
import { putBackRules } from '@/server/domains/knowledge/put-back.rules';
import { type Seen, seenUpTo } from '@/server/platform/collab/gone-texts.rules';
import { partsOf, rangesOf } from '@/server/platform/collab/id-ranges.rules';
import { findLostWords, type LostWords } from '@/server/platform/collab/lost-words.rules';
import { PutBack } from '@/server/platform/collab/put-back.rules';
import { stateOf } from '@/server/platform/collab/structs.rules';
import { begin, syncBegun, Writer } from './writer.testing';

type Line = { writer: Writer; toServer: Uint8Array[]; fromServer: Uint8Array[] };

/**
 * Two people and the server between them, with messages on their way. The server brings along what somebody takes away and
 * has not seen, by the same rules as the real one.
 */
export class Relay {
  private readonly doc = new Y.Doc();
  private readonly lines: [Line, Line];
  /** What both had seen from the beginning on; all else has just been written. */
  private readonly begun: ReadonlyMap<number, number>;

  constructor(begun: Uint8Array, writers: [Writer, Writer]) {
    Y.applyUpdate(this.doc, begun);
    this.begun = stateOf(this.doc);
    this.lines = writers.map((writer) => ({ writer, toServer: writer.said, fromServer: [] })) as unknown as [
      Line,
      Line,
    ];
  }

  /** The next message of one of the two comes to the server. @returns false where there is none */
  takes(from: 0 | 1): boolean {
    const bytes = this.lines[from].toServer.shift();
    if (!bytes) return false;
    const { ds } = Y.decodeUpdate(bytes);
    const named = rangesOf([ds.clients]);
    let lost: LostWords[] = [];
    this.doc.once('beforeObserverCalls', (transaction) => {
      const seen = (client: number, clock: number, length: number) => partsOf(named, client, clock, length);
      const known = seenUpTo(this.begun);
      const own = this.lines[from].writer.doc.clientID;
      const settled: Seen = (client, clock, length) =>
        client === own ? [{ length, isIn: true }] : known(client, clock, length);
      lost = findLostWords(transaction, { seen, live: null, settled });
    });
    Y.applyUpdate(this.doc, bytes);
    let back: Uint8Array[] = [];
    const hear = (update: Uint8Array) => back.push(update);
    this.doc.on('update', hear);
    this.doc.transact(() => new PutBack(lost, putBackRules()).write());
    this.doc.off('update', hear);
    back = back.filter((update) => Y.decodeUpdate(update).structs.length > 0);
    this.lines[from === 0 ? 1 : 0].fromServer.push(Y.mergeUpdates([bytes, ...back]));
    if (back.length > 0) this.lines[from].fromServer.push(...back);
    return true;
  }

  /** The next message of the server comes to one of the two. @returns false where there is none */
  tells(to: 0 | 1): boolean {
    const { writer, fromServer } = this.lines[to];
    const bytes = fromServer.shift();
    if (bytes) writer.hear([bytes]);
    return bytes !== undefined;
  }

  /** One of the two hears that all is saved, where all that they said has come to the server. */
  saves(to: 0 | 1): void {
    const { writer, toServer, fromServer } = this.lines[to];
    if (toServer.length === 0 && fromServer.length === 0) writer.saved();
  }

  /** All that is on its way arrives. */
  settle(): void {
    for (let isBusy = true; isBusy; ) {
      isBusy = [this.takes(0), this.takes(1), this.tells(0), this.tells(1)].some(Boolean);
    }
  }
}

/** Two people at one document, and the server between them. @param ids their Yjs clients */
export async function relayedRoom(
  blocks: object[],
  ids: readonly number[],
): Promise<{ ana: Writer; noah: Writer; relay: Relay }> {
  const bytes = begin(blocks);
  const both = ids.map((id) => new Writer(bytes, id)) as [Writer, Writer];
  await syncBegun();
  return { ana: both[0], noah: both[1], relay: new Relay(bytes, both) };
}

/** What comes through between two letters that Noah types: a message, or all of his and that it is saved. */
export type Coming = 'noahs' | 'anas' | 'to ana' | 'to noah' | 'saved';

export function comes(act: Coming, relay: Relay): void {
  if (act === 'noahs') relay.takes(1);
  else if (act === 'anas') relay.takes(0);
  else if (act === 'to ana') relay.tells(0);
  else if (act === 'to noah') relay.tells(1);
  else {
    while (relay.takes(1));
    while (relay.tells(1));
    relay.saves(1);
  }
}
