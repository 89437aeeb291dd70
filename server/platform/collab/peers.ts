import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Signals } from '../events';
import type { FanOut } from './fan-out';
import type { OpenDocuments, PeerFrame, PeerMessage } from './fan-out.frame';
import type { CollabLimits } from './limits';
import { DOCUMENT_CHANNEL, readNotice } from './store';

/** What of a room concerns the other processes. */
export type PeerRoom = {
  connections: ReadonlySet<{ identity: { personId: string } }>;
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
  /** Who waits to be told who is in some documents, by their question. */
  private readonly asking = new Map<string, (open: OpenDocuments) => void>();

  constructor(options: PeersOptions) {
    this.options = options;
    const { signals, fanOut, rooms } = options;
    this.silence = signals.on(DOCUMENT_CHANNEL, (payload) => this.hearNotice(payload));
    fanOut?.listen({
      hear: (frame) => this.hearPeer(frame),
      onOpen: () => {
        for (const room of rooms.values()) room.onPeersHeard();
      },
    });
  }

  private hearPeer({ about, message, origin }: PeerFrame): void {
    if (message.kind === 'areIn') {
      this.asking.get(about)?.(message.open);
    } else if (message.kind === 'whoIsIn') {
      const open = this.openHere(message.documentIds);
      if (open.size > 0) this.options.fanOut?.send(about, { kind: 'areIn', open });
    } else {
      this.options.rooms.get(about)?.onPeer(message, origin);
    }
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

  /**
   * CO-E70: the people who have these documents open, in this process and, as far as those answer in time, in the others:
   * they are asked once for all.
   * @throws RangeError when they are more than are asked for at once
   */
  async whoIsIn(documentIds: readonly string[]): Promise<OpenDocuments> {
    const { fanOut, limits } = this.options;
    if (documentIds.length > limits.whoIsInDocumentsMax) throw new RangeError('More documents than are asked for.');
    const found = new Map<string, Set<string>>();
    const add = (open: OpenDocuments) => {
      for (const [id, people] of open) found.set(id, new Set([...(found.get(id) ?? []), ...people]));
    };
    add(this.openHere(documentIds));
    if (fanOut?.isOpen && documentIds.length > 0) {
      const question = randomUUID();
      this.asking.set(question, add);
      fanOut.send(question, { kind: 'whoIsIn', documentIds });
      await wait(limits.whoIsInMs);
      this.asking.delete(question);
    }
    return new Map([...found].map(([id, people]) => [id, [...people]]));
  }

  private openHere(documentIds: readonly string[]): OpenDocuments {
    const { rooms, limits } = this.options;
    const open = new Map<string, string[]>();
    for (const documentId of documentIds) {
      const people = new Set<string>();
      for (const { identity } of rooms.get(documentId)?.connections ?? []) people.add(identity.personId);
      if (people.size > 0) open.set(documentId, [...people].slice(0, limits.whoIsInPeopleMax));
    }
    return open;
  }

  close(): void {
    this.silence();
  }
}
