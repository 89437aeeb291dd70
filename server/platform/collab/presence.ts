import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { CARET_COLORS } from './hue.rules';
import { MESSAGE_AWARENESS } from './protocol.schema';
import { colorIn, colorInRoom, isColorFree } from './room-colors';

/** The person as others see them; stamped over whatever a client claims. `color`: unless somebody in the room has it. */
export type PresencePerson = { id: string; name: string; color: string };

export type PresenceLimits = {
  presenceClientsPerConnectionMax: number;
  presenceStateBytesMax: number;
  presenceStatesPerMessageMax: number;
  presenceExpiryMs: number;
  presenceMemoryMs: number;
};

/** A presence as one process tells it to another. `state`: what its person was stamped on; null when they left. */
export type PeerPresence = { clientId: number; clock: number; personId: string; state: string | null };

/** What has changed: for everybody in the room, and, of our own connections, for the other processes. */
export type PresenceNews = { everybody: Uint8Array; peers: PeerPresence[] };

type Heard = { clientId: number; clock: number; state: string };
type Entry = {
  clock: number;
  state: string | null;
  /** The connection that speaks for it. */
  speaker: object;
  /** The process whose connection that is; null: ours. */
  origin: string | null;
  personId: string;
  /** In what its person is shown; null: another is chosen when it speaks next. */
  color: string | null;
  heardAtMs: number;
};

const NULL_STATE = 'null';
const NOBODY = {};

function readStates(bytes: Uint8Array, limits: PresenceLimits): Heard[] {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > limits.presenceStatesPerMessageMax) throw new Error('More presences than a room holds.');
  const heard: Heard[] = [];
  for (let index = 0; index < count; index += 1) {
    const clientId = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    const state = decoding.readVarString(decoder);
    if (Buffer.byteLength(state) <= limits.presenceStateBytesMax) heard.push({ clientId, clock, state });
  }
  return heard;
}

function readState(state: string): object | null {
  const value: unknown = JSON.parse(state);
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error('A presence that is not an object.');
  return value;
}

function encode(entries: [number, { clock: number; state: string | null }][]): Uint8Array {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, entries.length);
  for (const [clientId, entry] of entries) {
    encoding.writeVarUint(inner, clientId);
    encoding.writeVarUint(inner, entry.clock);
    encoding.writeVarString(inner, entry.state ?? NULL_STATE);
  }
  const outer = encoding.createEncoder();
  encoding.writeVarUint(outer, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(outer, encoding.toUint8Array(inner));
  return encoding.toUint8Array(outer);
}

/** A presence message about nobody. It keeps stock clients, which leave a silent server after 30 s. */
export const EMPTY_PRESENCE = encode([]);

const peerOf = ([clientId, { clock, personId, state }]: [number, Entry]): PeerPresence => ({
  clientId,
  clock,
  personId,
  state,
});

/**
 * Who is in a room. A connection speaks for the client ids that first appeared on it, and for those of the same
 * person's other connections. What it says of anybody else is passed over where it is no newer than what is known, because
 * stock clients repeat every presence they hear; where it is newer, nobody can have told it, and it is forged. The
 * departed are remembered for a while, so that a late echo does not bring them back under another name. Another process
 * speaks for those that are connected there, and is believed about who they are. It needs no sign of life: every client
 * says from time to time that it is there, and of whom nothing is heard is dropped, wherever they are.
 */
export class Presence {
  /** In the order in which they have changed. */
  private readonly entries = new Map<number, Entry>();
  /** Who has changed since the last news. */
  private changed = new Set<number>();
  /** Those present, as one message, until that changes: somebody can ask thousands of times for it in a moment. */
  private present: Uint8Array | null = null;
  private readonly limits: PresenceLimits;
  /** Who has written with this Yjs client, as far as that is read: in a document that is being written. */
  private readonly authorOf: (clientId: number) => string | undefined;

  constructor(limits: PresenceLimits, authorOf: (clientId: number) => string | undefined) {
    this.limits = limits;
    this.authorOf = authorOf;
  }

  /**
   * Takes what a connection says. @param speaker the connection, as an identity
   * @returns false when it speaks for somebody else: from there on nothing is taken
   * @throws Error when the bytes are malformed
   */
  hear(speaker: object, person: PresencePerson, bytes: Uint8Array, nowMs: number): boolean {
    for (const one of readStates(bytes, this.limits)) {
      const said = readState(one.state);
      const leaves = said === null;
      if (this.isForged(one, leaves, speaker, person.id)) return false;
      if (!this.mayHear(one, leaves, speaker, person.id)) continue;
      const color = leaves ? null : this.colorFor(one.clientId, person, colorIn(said));
      const state = leaves ? null : JSON.stringify({ ...said, user: { ...person, color } });
      const entry = { clock: one.clock, state, speaker, origin: null, personId: person.id, color, heardAtMs: nowMs };
      this.set(one.clientId, entry);
    }
    return true;
  }

  /**
   * CO-H23: whether it says something newer of somebody else than anybody has said. Whose client it is, who has written
   * with it says; as long as nobody has, a connection that speaks for a client of its own has no other. One that says
   * nothing else may as well be its owner, before whom somebody took its name.
   */
  private isForged({ clientId, clock }: Heard, leaves: boolean, speaker: object, personId: string): boolean {
    const known = this.entries.get(clientId);
    // That somebody has left is never taken from others, and may be an echo from before they were forgotten.
    if (leaves || !known || known.personId === personId || clock <= known.clock) return false;
    const author = this.authorOf(clientId);
    if (author !== undefined) return author !== personId;
    for (const entry of this.entries.values()) if (entry.speaker === speaker) return true;
    return false;
  }

  /** Chosen as somebody comes, and kept. What they ask for is what they had before their connection was lost. */
  private colorFor(clientId: number, person: PresencePerson, asked = ''): string {
    const known = this.entries.get(clientId);
    if (known?.personId === person.id && known.state !== null && known.color !== null) return known.color;
    const wanted = CARET_COLORS.includes(asked) ? asked : person.color;
    return colorInRoom(person.id, wanted, this.entries.values());
  }

  /**
   * Two processes may have given one colour to two people in the same moment, or two to one: all of them settle it in the
   * same way.
   */
  private settleColor(clientId: number, personId: string, color: string): void {
    for (const [own, entry] of this.entries) {
      if (entry.origin !== null) continue;
      const isTheirs = entry.personId === personId;
      const givesWay = isTheirs
        ? entry.color !== color && clientId < own
        : entry.color === color && personId < entry.personId && isColorFree(this.entries.values());
      if (givesWay) entry.color = null;
    }
  }

  /** Takes what another process says of its connections. */
  hearPeer(origin: string, people: readonly PeerPresence[], nowMs: number): void {
    for (const { clientId, ...one } of people) {
      const known = this.entries.get(clientId);
      if (known?.origin === origin && known.clock === one.clock && one.state !== null) known.heardAtMs = nowMs;
      if (!this.mayHearPeer(known, one, origin)) continue;
      const color = one.state === null ? null : (colorIn(JSON.parse(one.state)) ?? null);
      this.set(clientId, { ...one, color, speaker: NOBODY, origin, heardAtMs: nowMs });
      if (color !== null && color !== known?.color) this.settleColor(clientId, one.personId, color);
    }
  }

  private mayHearPeer(known: Entry | undefined, one: Omit<PeerPresence, 'clientId'>, origin: string): boolean {
    if (!known) return one.state !== null && this.hasRoom();
    if (known.personId !== one.personId) return false;
    if (one.state === null) return known.state !== null && known.origin === origin && one.clock >= known.clock;
    return one.clock > known.clock;
  }

  /** @returns what has changed since the last; null when nothing has */
  takeNews(): PresenceNews | null {
    const news = [...this.changed].flatMap((clientId): [number, Entry][] => {
      const entry = this.entries.get(clientId);
      return entry ? [[clientId, entry]] : [];
    });
    this.changed = new Set();
    if (news.length === 0) return null;
    return { everybody: encode(news), peers: news.filter(([, { origin }]) => origin === null).map(peerOf) };
  }

  private mayHear(one: Heard, leaves: boolean, speaker: object, personId: string): boolean {
    const known = this.entries.get(one.clientId);
    if (!known) {
      // Nobody is in under the name of another person's client.
      if (leaves || (this.authorOf(one.clientId) ?? personId) !== personId) return false;
      let own = 0;
      for (const entry of this.entries.values()) if (entry.speaker === speaker) own += 1;
      return own < this.limits.presenceClientsPerConnectionMax && this.hasRoom();
    }
    // Its owner takes it back from whoever took it while nobody had read who has written with it.
    if (known.personId !== personId && this.authorOf(one.clientId) !== personId) return false;
    if (leaves) return known.state !== null && known.origin === null && one.clock >= known.clock;
    return one.clock > known.clock;
  }

  private set(clientId: number, entry: Entry): void {
    this.entries.delete(clientId);
    this.entries.set(clientId, entry);
    this.changed.add(clientId);
    this.present = null;
  }

  /** Whether one more fits in: who has been gone longest is forgotten for it, since an echo of them is least likely. */
  private hasRoom(): boolean {
    if (this.entries.size < this.limits.presenceStatesPerMessageMax) return true;
    for (const [clientId, { state }] of this.entries) {
      if (state !== null || this.changed.has(clientId)) continue;
      this.entries.delete(clientId);
      return true;
    }
    return false;
  }

  /** A connection is gone. */
  leave(speaker: object, nowMs: number): void {
    this.drop((entry) => entry.speaker === speaker, nowMs);
  }

  /** Drops who was not heard of for long, and forgets the long departed. */
  expire(nowMs: number): void {
    for (const [clientId, entry] of this.entries) {
      if (entry.state === null && nowMs - entry.heardAtMs > this.limits.presenceMemoryMs) this.entries.delete(clientId);
    }
    this.drop((entry) => nowMs - entry.heardAtMs > this.limits.presenceExpiryMs, nowMs);
  }

  private drop(which: (entry: Entry) => boolean, nowMs: number): void {
    for (const [clientId, entry] of this.entries) {
      if (entry.state === null || !which(entry)) continue;
      this.set(clientId, { ...entry, state: null, color: null, speaker: NOBODY, heardAtMs: nowMs });
    }
  }

  /** Whose it is, as far as it is known here. */
  personOf(clientId: number): string | undefined {
    return this.entries.get(clientId)?.personId;
  }

  /** Everybody present, for whoever joins or asks: the same message until that changes. */
  everybody(): Uint8Array {
    this.present ??= encode([...this.entries].filter(([, entry]) => entry.state !== null));
    return this.present;
  }

  /** Those present by our own connections, for another process. */
  own(): PeerPresence[] {
    return [...this.entries].filter(([, { state, origin }]) => state !== null && origin === null).map(peerOf);
  }
}
