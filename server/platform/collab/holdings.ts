import type { Connection } from './connection';
import type { CollabLimits } from './limits';

/** What holding one piece takes of the memory beside its bytes. */
export const PIECE_BYTES = 128;

export type HoldingsOptions = {
  bytesMax: number;
  personBytesMax: number;
  /** What a connection holds now, where that shrinks without anybody being told. */
  measure?: (connection: Connection) => number;
  /** Too much is held, and most of it by this one: it holds nothing more after that. */
  onOver: (connection: Connection) => void;
};

/**
 * What connections hold of a process's memory, over all its rooms. Above a limit not whoever happens to come next pays, but
 * the person who holds most, with the connection by which they hold most.
 */
export class Holdings {
  bytes = 0;
  private readonly held = new Map<Connection, number>();
  private readonly persons = new Map<string, number>();
  private readonly options: HoldingsOptions;

  constructor(options: HoldingsOptions) {
    this.options = options;
  }

  /** A connection holds so many bytes more, or fewer. */
  add(connection: Connection, bytes: number): void {
    const { personId } = connection.identity;
    const own = (this.held.get(connection) ?? 0) + bytes;
    const persons = (this.persons.get(personId) ?? 0) + bytes;
    this.bytes += bytes;
    if (own > 0) this.held.set(connection, own);
    else this.held.delete(connection);
    if (persons > 0) this.persons.set(personId, persons);
    else this.persons.delete(personId);
    if (bytes > 0 && this.isOver(personId)) this.settle(personId);
  }

  /** A connection holds so many bytes. */
  set(connection: Connection, bytes: number): void {
    this.add(connection, bytes - (this.held.get(connection) ?? 0));
  }

  forget(connection: Connection): void {
    this.set(connection, 0);
  }

  private isOver(personId: string): boolean {
    const { bytesMax, personBytesMax } = this.options;
    return this.bytes > bytesMax || (this.persons.get(personId) ?? 0) > personBytesMax;
  }

  private settle(personId: string): void {
    this.measure();
    while (this.isOver(personId)) {
      const { bytesMax } = this.options;
      const payer = this.bytes > bytesMax ? most(this.persons, () => true) : personId;
      const connection = most(this.held, ({ identity }) => identity.personId === payer);
      if (!connection) return;
      this.options.onOver(connection);
      this.forget(connection);
    }
  }

  private measure(): void {
    const { measure } = this.options;
    if (!measure) return;
    for (const connection of [...this.held.keys()]) {
      // It can only have become less, so that this leads nowhere.
      const bytes = Math.min(measure(connection), this.held.get(connection) ?? 0);
      this.set(connection, bytes);
    }
  }
}

/**
 * The three things that a process holds for its connections: what they have not read yet; what those had not read whom the
 * server has told to go, for as long as they take to hear it; and what they said and is not taken in yet.
 */
export function openHoldings(limits: CollabLimits): Record<'unread' | 'leaving' | 'waiting', Holdings> {
  const { unreadBytesMax, unreadPersonBytesMax, unreadConnectionBytesMax } = limits;
  const measure = (connection: Connection) => connection.unreadBytes;
  return {
    unread: new Holdings({
      bytesMax: unreadBytesMax,
      personBytesMax: unreadPersonBytesMax,
      measure,
      onOver: (connection) => connection.close('tooSlow'),
    }),
    // As much again, and one connection more: whoever is told alone has the time to hear it.
    leaving: new Holdings({
      bytesMax: unreadBytesMax + unreadConnectionBytesMax,
      personBytesMax: unreadPersonBytesMax + unreadConnectionBytesMax,
      measure,
      onOver: (connection) => connection.socket.terminate(),
    }),
    waiting: new Holdings({
      bytesMax: limits.waitingBytesMax,
      personBytesMax: limits.waitingPersonBytesMax,
      onOver: (connection) => connection.dismiss('tooManyMessages'),
    }),
  };
}

function most<Holder>(held: ReadonlyMap<Holder, number>, which: (holder: Holder) => boolean): Holder | null {
  let found: { holder: Holder; bytes: number } | null = null;
  for (const [holder, bytes] of held) {
    if (which(holder) && (found === null || bytes > found.bytes)) found = { holder, bytes };
  }
  return found?.holder ?? null;
}
