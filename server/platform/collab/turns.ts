import type { Clock } from '../clock';
import type { Log } from '../log';
import { Ahead, asOneStretch, type KnownStretch } from './ahead';
import type { Connection } from './connection';
import { Inbox } from './inbox';
import type { CollabLimits } from './limits';
import { encodeSaved, encodeSync, SYNC_STEP_2, SYNC_UPDATE } from './protocol.schema';
import type { RoomDocument } from './room-document';
import type { Said } from './sayings';
import { type Accepted, takeIn } from './take-in';
import type { ContentRules } from './update-contents';
import { mergeMany } from './update-encode.rules';
import type { CommittedUpdates, UpdateLog } from './update-log';

export type TurnsOptions = {
  documentId: string;
  rules: ContentRules;
  updates: UpdateLog;
  limits: CollabLimits;
  clock: Clock;
  log: Log;
  /** So many bytes more, or fewer, of what a connection said wait. */
  hold: (from: Connection, bytes: number) => void;
  /** Tells everybody in the room, with one exception. */
  tell: (message: Uint8Array, except: Connection | null) => void;
  /** Tells other processes what was committed here. */
  share: (committed: KnownStretch) => void;
  /** Others wrote up to `seq`, before what was committed here: it may be on its way. */
  onGap: (seq: bigint) => void;
  afterTurn: () => void;
  /** Whose Yjs client this is, as far as it is present. */
  presentAs: (client: number) => string | undefined;
  /** Yjs failed: the document must be loaded anew, and the turns be started again after it. */
  onBroken: () => Promise<void>;
  /** What a change took away was not looked at, for a fault of ours. */
  onUnlooked: () => void;
  onFailed: () => void;
};

/**
 * How a room is written in. What its connections say is gathered, and one turn after the other takes it: what passes the
 * check is committed, and only then everybody hears of it and whoever asked is answered. Between two turns the document
 * is what the log says, so that nobody ever sees what could still be lost.
 */
export class Turns {
  private readonly document: RoomDocument;
  private readonly options: TurnsOptions;
  private running = false;
  /** Yjs has just failed on somebody's update: the next turn applies one after the other, to see whose. */
  private isCareful = false;
  private readonly inbox: Inbox;
  private turn: Promise<void> | null = null;
  /** Updates of the turn that are not committed yet, and what to do when the last one is. */
  private uncommitted = 0;
  private onAllCommitted: (() => void) | null = null;
  private committed: CommittedUpdates[] = [];
  private readonly ahead: Ahead;
  /** Others have written to the log since it was read. */
  private stale = false;
  private writtenAtMs = 0;
  /** When the document's tail was last looked at, and what came of it. */
  private snapshotAtMs = Number.NEGATIVE_INFINITY;
  private snapshot: Promise<void> = Promise.resolve();

  constructor(document: RoomDocument, options: TurnsOptions) {
    this.document = document;
    this.options = options;
    this.inbox = new Inbox(options.limits, options.hold);
    this.ahead = new Ahead(options.limits);
  }

  /** Something waits to be committed or answered. */
  get busy(): boolean {
    return this.turn !== null;
  }

  /** The document is loaded. */
  start(): void {
    this.running = true;
    this.schedule();
  }

  /** Until `start` nothing is taken. */
  stop(): void {
    this.running = false;
    this.endCommit();
  }

  /** For good: what waits is dropped. */
  end(): void {
    this.stop();
    this.inbox.clear();
  }

  put(said: Said): void {
    if (this.options.updates.full) {
      said.from.close('unavailable');
    } else {
      this.inbox.put(said)?.dismiss('tooManyMessages');
      this.schedule();
    }
  }

  /** The connection has left. What it said counts, unless the server let it go. */
  left(connection: Connection): void {
    if (connection.dismissed) this.inbox.forget(connection);
  }

  /** Others wrote up to `seq`, or may have (null). What did not arrive by itself is read before anything else is taken. */
  readOn(seq: bigint | null): void {
    if (seq === null || seq > this.ahead.reach(this.document.seq)) this.stale = true;
    this.schedule();
  }

  /** What another process committed and sent: it is taken as soon as nothing before it is missing. */
  putCommitted(stretch: KnownStretch): void {
    if (!this.ahead.add(stretch)) this.stale = true;
    this.schedule();
  }

  onCommitted(updates: CommittedUpdates): void {
    this.uncommitted -= updates.count;
    this.committed.push(updates);
    if (this.document.committed(updates)) {
      if (!this.ahead.add({ ...updates, count: 0, change: null, authors: [] })) this.stale = true;
      this.options.onGap(updates.previousSeq);
    }
    if (this.uncommitted <= 0) this.endCommit();
  }

  /** Resolves when all that was said is committed and answered. */
  async settle(): Promise<void> {
    while (this.turn && this.running) await this.turn;
    await this.snapshot;
  }

  /** A document that is only read needs no more than its bytes. */
  restIfIdle(nowMs: number): void {
    if (!this.turn && nowMs - this.writtenAtMs > this.options.limits.liveRestMs) this.document.rest();
  }

  private get due(): boolean {
    return this.inbox.length > 0 || this.stale || this.ahead.reach(this.document.seq) > this.document.seq;
  }

  private schedule(): void {
    if (this.turn || !this.running || !this.due) return;
    this.turn = this.take()
      .catch((error: unknown) => {
        this.options.log.error({ err: error, documentId: this.options.documentId }, 'collab: a turn failed');
        this.options.onFailed();
      })
      .finally(() => {
        this.turn = null;
        this.schedule();
      });
  }

  private async take(): Promise<void> {
    // What arrives in the same go of the event loop is taken together.
    await new Promise((resolve) => setImmediate(resolve));
    const { rules, log, updates, clock, presentAs, onUnlooked } = this.options;
    this.document.noteTime(clock().getTime());
    // What others committed does not wait for our commit, and what comes of it meanwhile is built on.
    if (!this.goOn()) return this.options.onBroken();
    if (this.stale) await this.catchUp();
    if (this.inbox.hasUpdate) await updates.due();
    if (!this.goOn()) return this.options.onBroken();
    if (this.stale) await this.catchUp();
    const said = this.inbox.take();
    const { isCareful } = this;
    const doc = said.some(({ kind }) => kind === 'update') ? await this.document.wake() : null;
    // One that was asleep could not be looked at before.
    this.document.noteTime(clock().getTime());
    const { done, left, accepted, change, broken } = takeIn(said, doc, this.document, {
      rules,
      log,
      presentAs,
      settled: this.document.settled,
      isCareful,
      onUnlooked,
    });
    if (broken) {
      const rest = said.filter(({ from }) => !from.dismissed);
      if (this.isCareful && rest.length === said.length) throw new Error('Yjs fails, and on nobody’s update.');
      // Back to what the log says, and then one after the other, so that only the one goes whose update it was.
      this.isCareful = true;
      this.inbox.putBack(rest);
      await this.options.onBroken();
      return;
    }
    this.isCareful = false;
    this.inbox.putBack(left);
    if (left.length > 0) this.stale = true;
    if (accepted.length > 0) await this.commit(accepted);
    if (!this.running) return;
    this.share(accepted, change);
    const writers = new Set(accepted.map(({ from }) => from));
    const [only = null] = writers.size === 1 ? writers : [];
    if (change) this.options.tell(encodeSync(SYNC_UPDATE, change), only);
    this.answer(done);
    this.options.afterTurn();
    this.snapshotIfDue();
  }

  private share(accepted: readonly Accepted[], change: Uint8Array | null): void {
    const stretch = asOneStretch(this.committed);
    this.committed = [];
    if (!stretch) return;
    const authors = accepted.flatMap(({ personId, clients }) =>
      clients.map((client): [number, string] => [client, personId]),
    );
    this.options.share({ ...stretch, change, authors });
  }

  /** Beside the turns: nobody waits for it, and what it keeps is committed. */
  private snapshotIfDue(): void {
    const { clock, limits } = this.options;
    const now = clock();
    if (now.getTime() - this.snapshotAtMs < limits.snapshotSpacingMs) return;
    this.snapshotAtMs = now.getTime();
    this.snapshot = this.document.snapshotIfDue(limits.snapshotTailUpdatesMax, now);
  }

  private commit(accepted: readonly Accepted[]): Promise<void> {
    const { documentId, clock, updates } = this.options;
    const at = clock();
    this.writtenAtMs = at.getTime();
    this.uncommitted = accepted.length;
    return new Promise((resolve) => {
      this.onAllCommitted = resolve;
      for (const { personId, bytes, clients } of accepted) {
        updates.append({ documentId, personId, at, bytes, clients });
      }
    });
  }

  private endCommit(): void {
    this.onAllCommitted?.();
    this.onAllCommitted = null;
  }

  /** Of several asks of one connection the last answers all; of joins, each of which costs as much as the text is long, too. */
  private answer(done: readonly Said[]): void {
    const asked = new Map<Connection, number>();
    const joined = new Map<Connection, Uint8Array>();
    for (const one of done) {
      if (one.kind === 'ask' && one.from.refused) one.from.unanswered = one.counter;
      if (one.kind === 'ask' && !one.from.refused) asked.set(one.from, one.counter);
      if (one.kind === 'join' && !one.from.gone) joined.set(one.from, one.vector);
    }
    for (const [connection, vector] of joined) if (!connection.gone) this.answerJoin(connection, vector);
    for (const [connection, counter] of asked) connection.send(encodeSaved(counter));
  }

  private answerJoin(connection: Connection, vector: Uint8Array): void {
    connection.joining = false;
    try {
      connection.send(encodeSync(SYNC_STEP_2, this.document.since(vector)));
    } catch {
      connection.close('malformed');
    }
  }

  /** Takes in what is known of the log without reading it. @returns false when Yjs failed */
  private goOn(): boolean {
    const { seq, count, changes, authors } = this.ahead.take(this.document.seq);
    if (seq === this.document.seq) return true;
    try {
      const change = changes.length === 0 ? null : mergeMany(changes);
      this.document.goOn({ seq, count, change });
      this.document.learnAuthors(authors);
      if (change) this.options.tell(encodeSync(SYNC_UPDATE, change), null);
      return true;
    } catch (error) {
      this.options.log.error(
        { err: error, documentId: this.options.documentId },
        'collab: Yjs failed on what was sent',
      );
      return false;
    }
  }

  private async catchUp(): Promise<void> {
    const { documentId, limits, log, tell } = this.options;
    while (this.stale && this.running) {
      this.stale = false;
      try {
        const change = await this.document.catchUp();
        if (change) tell(encodeSync(SYNC_UPDATE, change), null);
      } catch (error) {
        log.warn({ err: error, documentId }, 'collab: cannot read what others wrote; trying again');
        this.stale = true;
        await new Promise((resolve) => setTimeout(resolve, limits.retryMaxMs));
      }
    }
  }
}
