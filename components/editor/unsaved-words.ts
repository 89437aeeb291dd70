import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { putBackRules } from '@/server/domains/knowledge/put-back.rules';
import { type Seen, seenUpTo } from '@/server/platform/collab/gone-texts.rules';
import { findLostWords } from '@/server/platform/collab/lost-words.rules';
import { PutBack } from '@/server/platform/collab/put-back.rules';
import { CameTooLate } from './came-too-late';
import { hearChanges } from './hear-changes';

/** The origin of a change that puts words back. It counts as one's own. */
export const PUT_BACK = 'put back';

/**
 * So often is put back what was put back already, until something is typed again: where words stand in words that somebody
 * else puts back at the same moment, the two would answer each other without end.
 */
const IN_A_ROW_MAX = 20;

/**
 * What was typed here and is not known to be saved, by Yjs client and the clock from which on. When somebody who could not
 * have seen it takes its block away, to turn it or to move it, it is written again to where the block is now. What was
 * saved before, the server brings along itself.
 */
export class UnsavedWords {
  private readonly doc: Y.Doc;
  private readonly from = new Map<number, number>();
  /** The same of what came after the server was last asked. */
  private readonly sinceAsked = new Map<number, number>();
  private putBackInARow = 0;
  private readonly late: CameTooLate;

  constructor(provider: WebsocketProvider) {
    this.doc = provider.doc;
    this.late = new CameTooLate(provider);
    hearChanges(this.doc, (transaction) => this.look(transaction));
  }

  /** A change of this tab, by its transaction. */
  add({ beforeState, origin, doc: { clientID } }: Y.Transaction): void {
    if (origin !== PUT_BACK) this.putBackInARow = 0;
    if (!this.from.has(clientID)) this.from.set(clientID, beforeState.get(clientID) ?? 0);
  }

  /** What earlier tabs left unsent. */
  adopt(changes: readonly Uint8Array[]): void {
    for (const { id } of changes.flatMap((bytes) => Y.decodeUpdate(bytes).structs)) {
      for (const unsaved of [this.from, this.sinceAsked]) {
        unsaved.set(id.client, Math.min(id.clock, unsaved.get(id.client) ?? id.clock));
      }
    }
  }

  /** The server is asked whether all that is here now is saved. */
  asked(): void {
    const { clientID, store } = this.doc;
    this.sinceAsked.clear();
    this.sinceAsked.set(clientID, Y.getState(store, clientID));
  }

  /** It is. @param isAll nothing has come since it was asked */
  saved(isAll: boolean): void {
    this.from.clear();
    if (isAll) this.late.clear();
    else for (const [client, clock] of this.sinceAsked) this.from.set(client, clock);
  }

  private look(transaction: Y.Transaction): void {
    if (transaction.local || this.from.size === 0) return;
    this.late.note(transaction);
    if (this.putBackInARow >= IN_A_ROW_MAX) return;
    // Of everybody else all was seen that is here; of this one's own what may be saved is the server's to bring along.
    const saved = seenUpTo(this.from);
    const seen: Seen = (client, clock, length) =>
      this.from.has(client) ? saved(client, clock, length) : [{ length, isIn: true }];
    const lost = findLostWords(transaction, { seen, live: seen, mayBeBack: true });
    if (lost.length === 0) return;
    this.putBackInARow += 1;
    this.doc.transact(() => new PutBack(lost, putBackRules()).write(), PUT_BACK);
  }
}
