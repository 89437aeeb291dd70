import { setTimeout as wait } from 'node:timers/promises';
import type { Signals } from '../events';
import type { FanOut } from './fan-out';
import type { PeerMessage } from './fan-out.frame';
import type { CollabLimits } from './limits';
import type { PeerPresence } from './presence';
import { DOCUMENT_CHANNEL, readNotice } from './store';

/** What of a room concerns the other processes. */
export type PeerRoom = {
  /** Somebody else wrote up to `seq`, or may have (null). */
  onForeign: (seq: bigint | null) => void;
  /** Another process says this. */
  onPeer: (message: PeerMessage, origin: string) => void;
  /** The other processes can be heard from now on. */
  onPeersHeard: () => void;
};

export type PeersOptions = {
  /** Names this server in notices of the log. */
  origin: string;
  signals: Signals;
  fanOut: FanOut | null;
  rooms: ReadonlyMap<string, PeerRoom>;
  limits: CollabLimits;
};

/**
 * What the rooms of this process hear of other writers. PostgreSQL tells of every commit, and a room that lacks it reads
 * the log. The text of another process's commit comes by Redis a moment later, where there is one: for that a room waits.
 */
export class Peers {
  private readonly options: PeersOptions;
  private readonly silence: () => void;
  /** Who waits to be told who is in a document. */
  private readonly asking = new Map<string, Set<(people: readonly PeerPresence[]) => void>>();

  constructor(options: PeersOptions) {
    this.options = options;
    const { signals, fanOut, rooms } = options;
    this.silence = signals.on(DOCUMENT_CHANNEL, (payload) => this.hearNotice(payload));
    fanOut?.listen({
      hear: (documentId, message, origin) => {
        rooms.get(documentId)?.onPeer(message, origin);
        if (message.kind !== 'presence') return;
        for (const answer of this.asking.get(documentId) ?? []) answer(message.people);
      },
      onOpen: () => {
        for (const room of rooms.values()) room.onPeersHeard();
      },
    });
  }

  /** @param payload null: notices may have been missed, so every room looks itself */
  private hearNotice(payload: string | null): void {
    const { rooms, origin: own } = this.options;
    if (payload === null) {
      for (const room of rooms.values()) room.onForeign(null);
      return;
    }
    const { origin, documentId, seq } = readNotice(payload);
    if (origin === null) rooms.get(documentId)?.onForeign(BigInt(seq));
    else if (origin !== own) this.expect(documentId, BigInt(seq));
  }

  /** Another process committed up to `seq`: its text may be on its way. */
  expect(documentId: string, seq: bigint): void {
    const { rooms, fanOut, limits } = this.options;
    if (!rooms.has(documentId)) return;
    const look = () => rooms.get(documentId)?.onForeign(seq);
    if (fanOut?.isOpen) setTimeout(look, limits.fanOutPatienceMs);
    else look();
  }

  /** Whether there may be other processes, in which somebody has seen what has not arrived here. */
  get areThere(): boolean {
    return this.options.fanOut !== null;
  }

  send(documentId: string, message: PeerMessage): void {
    this.options.fanOut?.send(documentId, message);
  }

  /** @returns the people who have a document open in the other processes, as far as those answer in time */
  async whoIsIn(documentId: string): Promise<string[]> {
    const { fanOut, limits } = this.options;
    if (!fanOut?.isOpen) return [];
    const found = new Set<string>();
    const answer = (people: readonly PeerPresence[]) => {
      for (const { personId, state } of people) if (state !== null) found.add(personId);
    };
    const asking = this.asking.get(documentId) ?? new Set();
    this.asking.set(documentId, asking.add(answer));
    this.send(documentId, { kind: 'whoIsHere' });
    await wait(limits.whoIsInMs);
    asking.delete(answer);
    if (asking.size === 0 && this.asking.get(documentId) === asking) this.asking.delete(documentId);
    return [...found];
  }

  close(): void {
    this.silence();
  }
}
