import type { Log } from '../log';
import type { CollabIdentity, Connection } from './connection';
import type { CollabAccess } from './protocol.schema';
import type { Room } from './room';

/** Which open sockets to judge again: those that match any of these. */
export type Rejudged = {
  documentIds?: readonly string[];
  personIds?: readonly string[];
  sessionIds?: readonly string[];
  all?: boolean;
};

export type JudgeOptions<Identity extends CollabIdentity> = {
  judge: (identity: Identity, documentId: string) => Promise<CollabAccess | null>;
  log: Log;
  roomOf: (documentId: string) => Room | null;
};

function matches(connection: Connection, which: Rejudged): boolean {
  const { documentId, identity } = connection;
  if (which.all) return true;
  if (which.documentIds?.includes(documentId)) return true;
  if (which.personIds?.includes(identity.personId)) return true;
  return identity.sessionId !== null && (which.sessionIds?.includes(identity.sessionId) ?? false);
}

/** Asks again what an open socket may do. Judgements of one connection follow one another; the last one stands. */
export class Judge<Identity extends CollabIdentity> {
  /** Grows with every call for judgement, so that an admission can see that one happened while it was deciding. */
  revision = 0;
  private readonly options: JudgeOptions<Identity>;

  constructor(options: JudgeOptions<Identity>) {
    this.options = options;
  }

  /** @param which whom; `{}` with one connection in `connections` judges that one; null is the round without a cause */
  async again(connections: ReadonlyMap<Connection, Identity>, which: Rejudged | null): Promise<void> {
    if (which) this.revision += 1;
    const everybody = which === null || Object.keys(which).length === 0;
    const chosen = [...connections].filter(([connection]) => everybody || matches(connection, which));
    if (which) {
      await Promise.all(chosen.map(([connection, identity]) => this.one(connection, identity, true)));
    } else {
      for (const [connection, identity] of chosen) await this.one(connection, identity, false);
    }
  }

  private one(connection: Connection, identity: Identity, urgent: boolean): Promise<void> {
    if (connection.judging) {
      connection.judgeOnceMore = true;
      return connection.judging;
    }
    connection.hold();
    const judging = this.decide(connection, identity, urgent);
    connection.judging = judging;
    return judging;
  }

  private async decide(connection: Connection, identity: Identity, urgent: boolean): Promise<void> {
    do {
      connection.judgeOnceMore = false;
      try {
        const access = await this.ask(identity, connection.documentId);
        if (connection.judgeOnceMore || connection.gone) continue;
        if (access === null) connection.close('accessLost');
        else this.options.roomOf(connection.documentId)?.changeAccess(connection, access);
      } catch (error) {
        this.options.log.error({ err: error, documentId: connection.documentId }, 'collab: access could not be judged');
        // Without an answer to a cause there is no yes. The round without a cause asks again by itself.
        if (urgent || connection.judgeOnceMore) connection.close('unavailable');
      }
    } while (connection.judgeOnceMore && !connection.gone);
    connection.judging = null;
    connection.release();
  }

  /** Asynchronous even when the function it asks throws at once. */
  private async ask(identity: Identity, documentId: string): Promise<CollabAccess | null> {
    return this.options.judge(identity, documentId);
  }
}
