import type { Log } from '../log';
import type { CollabIdentity, Connection } from './connection';
import type { CollabAccess } from './protocol.schema';
import type { Room } from './room';
import { isIn, type SignedOut } from './server-options';

/** Which open sockets to judge again: those that match any of these. */
export type Rejudged = {
  documentIds?: readonly string[];
  personIds?: readonly string[];
  all?: boolean;
};

export type JudgeOptions<Identity extends CollabIdentity> = {
  renew: (identity: Identity) => Promise<Identity | SignedOut>;
  judge: (identity: Identity, documentId: string) => Promise<CollabAccess | null>;
  log: Log;
  roomOf: (documentId: string) => Room | null;
  /** Questions under way at one moment. */
  judgementsMax: number;
};

/** One call for judgement. Who somebody is now is asked once in it for each session. Urgent: it has a cause. */
type Round<Identity> = { urgent: boolean; known: Map<unknown, Promise<Identity | SignedOut>> };
/** A connection whose frames wait for an answer. `due`: the round that is still to be asked for. */
type Case<Identity> = { due: Round<Identity> | null; done: Promise<void> };

function matches(connection: Connection, which: Rejudged): boolean {
  const { documentId, identity } = connection;
  if (which.all) return true;
  if (which.documentIds?.includes(documentId)) return true;
  return which.personIds?.includes(identity.personId) ?? false;
}

/** Asks again what an open socket may do. Judgements of one connection follow one another; the last one stands. */
export class Judge<Identity extends CollabIdentity> {
  /** Grows with every call for judgement, so that an admission can see that one happened while it was deciding. */
  revision = 0;
  private readonly options: JudgeOptions<Identity>;
  private readonly cases = new Map<Connection, Case<Identity>>();
  private readonly turns: (() => void)[] = [];
  private free: number;

  constructor(options: JudgeOptions<Identity>) {
    this.options = options;
    this.free = options.judgementsMax;
  }

  /** @param which whom; `{}` with one connection in `connections` judges that one; null is the round without a cause */
  async again(connections: ReadonlyMap<Connection, Identity>, which: Rejudged | null): Promise<void> {
    if (which) this.revision += 1;
    const everybody = which === null || Object.keys(which).length === 0;
    const chosen = [...connections].filter(([connection]) => everybody || matches(connection, which));
    const round: Round<Identity> = { urgent: which !== null, known: new Map() };
    if (which) {
      await Promise.all(chosen.map(([connection, identity]) => this.one(connection, identity, round)));
    } else {
      for (const [connection, identity] of chosen) await this.one(connection, identity, round);
    }
  }

  private one(connection: Connection, identity: Identity, round: Round<Identity>): Promise<void> {
    const open = this.cases.get(connection);
    if (open) {
      // The round without a cause has nothing to add to an answer that is on its way.
      if (round.urgent) open.due = round;
      return open.done;
    }
    const opened: Case<Identity> = { due: round, done: Promise.resolve() };
    this.cases.set(connection, opened);
    connection.hold();
    opened.done = this.decide(connection, identity, opened);
    return opened.done;
  }

  private async decide(connection: Connection, identity: Identity, open: Case<Identity>): Promise<void> {
    while (open.due && !connection.gone) await this.inTurn(() => this.settle(connection, identity, open));
    this.cases.delete(connection);
    connection.release();
  }

  /** A change for everybody must leave connections of the database to everybody. */
  private async inTurn(work: () => Promise<void>): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.turns.push(resolve));
    try {
      await work();
    } finally {
      const next = this.turns.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  /** Asks once and acts on the answer, unless it is asked for anew meanwhile. */
  private async settle(connection: Connection, identity: Identity, open: Case<Identity>): Promise<void> {
    const round = open.due;
    open.due = null;
    if (!round || connection.gone) return;
    const { documentId } = connection;
    try {
      const access = await this.ask(identity, documentId, round);
      if (open.due || connection.gone) return;
      if (access === 'signedOut' || access === 'sessionEnded') connection.close(access);
      else if (access === null) connection.close('accessLost');
      else this.options.roomOf(documentId)?.changeAccess(connection, access);
    } catch (error) {
      this.options.log.error({ err: error, documentId }, 'collab: access could not be judged');
      // Without an answer to a cause there is no yes. The round without a cause asks again by itself.
      if (round.urgent) connection.close('unavailable');
    }
  }

  /** Asynchronous even when a function it asks throws at once. @returns why not, when the session itself is over */
  private async ask(
    identity: Identity,
    documentId: string,
    round: Round<Identity>,
  ): Promise<CollabAccess | 'signedOut' | 'sessionEnded' | null> {
    const key = identity.sessionId ?? identity;
    const known = round.known.get(key) ?? this.options.renew(identity);
    round.known.set(key, known);
    const now = await known;
    if (isIn(now)) return this.options.judge(now, documentId);
    return now === null ? 'signedOut' : 'sessionEnded';
  }
}
