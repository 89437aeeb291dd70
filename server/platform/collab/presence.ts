import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { MESSAGE_AWARENESS } from './protocol.schema';

/** The person as others see them; stamped over whatever a client claims. */
export type PresencePerson = { id: string; name: string; color: string };

export type PresenceLimits = {
  presenceClientsPerConnectionMax: number;
  presenceStateBytesMax: number;
  presenceStatesPerMessageMax: number;
  presenceExpiryMs: number;
  presenceMemoryMs: number;
};

type Heard = { clientId: number; clock: number; state: string };
type Entry = { clock: number; state: string | null; speaker: object; personId: string; heardAtMs: number };

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
    if (state.length <= limits.presenceStateBytesMax) heard.push({ clientId, clock, state });
  }
  return heard;
}

function stamped(state: string, person: PresencePerson): string {
  const value: unknown = JSON.parse(state);
  if (value === null) return NULL_STATE;
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error('A presence that is not an object.');
  return JSON.stringify({ ...value, user: person });
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

/**
 * Who is in a room. A connection speaks for the client ids that first appeared on it, and for those of the same
 * person's other connections; what it says of anybody else is passed over, because stock clients repeat every presence
 * they hear. The departed are remembered for a while, so that a late echo does not bring them back under another name.
 */
export class Presence {
  private readonly entries = new Map<number, Entry>();
  /** Who has changed since the last news. */
  private changed = new Set<number>();
  private readonly limits: PresenceLimits;

  constructor(limits: PresenceLimits) {
    this.limits = limits;
  }

  /**
   * Takes what a connection says. @param speaker the connection, as an identity
   * @throws Error when the bytes are malformed
   */
  hear(speaker: object, person: PresencePerson, bytes: Uint8Array, nowMs: number): void {
    for (const one of readStates(bytes, this.limits)) {
      const state = stamped(one.state, person);
      if (!this.mayHear(one, state === NULL_STATE, speaker, person.id)) continue;
      const kept = state === NULL_STATE ? null : state;
      const entry = { clock: one.clock, state: kept, speaker, personId: person.id, heardAtMs: nowMs };
      this.entries.set(one.clientId, entry);
      this.changed.add(one.clientId);
    }
  }

  /** @returns one message for everybody about all that has changed since the last; null when nothing has */
  takeNews(): Uint8Array | null {
    const news = [...this.changed].flatMap((clientId): [number, Entry][] => {
      const entry = this.entries.get(clientId);
      return entry ? [[clientId, entry]] : [];
    });
    this.changed = new Set();
    return news.length > 0 ? encode(news) : null;
  }

  private mayHear(one: Heard, leaves: boolean, speaker: object, personId: string): boolean {
    const known = this.entries.get(one.clientId);
    if (!known) {
      if (leaves) return false;
      let own = 0;
      for (const entry of this.entries.values()) if (entry.speaker === speaker) own += 1;
      return own < this.limits.presenceClientsPerConnectionMax;
    }
    if (known.personId !== personId) return false;
    if (leaves) return known.state !== null && one.clock >= known.clock;
    return one.clock > known.clock;
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
      entry.state = null;
      entry.speaker = NOBODY;
      entry.heardAtMs = nowMs;
      this.changed.add(clientId);
    }
  }

  /** Everybody present, for whoever joins or asks. */
  everybody(): Uint8Array | null {
    const present = [...this.entries].filter(([, entry]) => entry.state !== null);
    return present.length > 0 ? encode(present) : null;
  }
}
