import * as Y from 'yjs';
import type { Log } from '../log';
import type { Connection } from './connection';
import { seenUpTo } from './gone-texts.rules';
import type { RoomDocument } from './room-document';
import { bytesOf, type Said, type Saying, sayingsOf } from './sayings';
import { checkUpdate } from './update-check';
import { CLOSED_AS, type ContentRules, decodeUpdate, UpdateRefused } from './update-contents';
import { mergeMany } from './update-encode.rules';
import { isKnown, withoutKnown } from './update-known';
import { mayTakeAlong, WordsGoAlong } from './words-go-along';

/**
 * What passed, as it is kept. `clients`: the Yjs clients that were nobody's before; `from`: whose connection knows it
 * already.
 */
export type Accepted = { from: Connection | null; personId: string; bytes: Uint8Array; clients: number[] };

export type TurnResult = {
  done: readonly Said[];
  /** It builds on what is not there: first the log has to be read, where others may have written. */
  left: readonly Said[];
  accepted: readonly Accepted[];
  /** What the others have to hear. */
  change: Uint8Array | null;
  /** Yjs failed on an update: the document may hold half of it. Its sender is gone where it was applied by itself. */
  broken: boolean;
};

type Needs = {
  rules: ContentRules;
  log: Log;
  /** Whose client it is that is here, though it has not written yet: nobody else may begin its work. */
  presentAs: (client: number) => string | undefined;
  /** Up to which clock what each client has written is here for so long that everybody has seen it. */
  settled: ReadonlyMap<number, number>;
  /** Applies each by itself. */
  isCareful: boolean;
  /** What a change took away was not looked at, for a fault of ours. */
  onUnlooked: () => void;
};

/** How often in one turn those who build on what others said in it are looked at again. */
const PASSES_MAX = 8;

/**
 * Takes what was said into a live document, as far as it may be.
 * @param doc null where no update is among it
 */
export function takeIn(said: readonly Said[], doc: Y.Doc | null, document: RoomDocument, needs: Needs): TurnResult {
  const turn = new Turn(document, needs);
  const broken = doc !== null && !turn.apply(said, doc);
  const { accepted, changes } = turn;
  const change = changes.length === 0 ? null : mergeMany(changes);
  if (turn.stopped.size === 0) return { done: [...said, ...turn.asks], left: [], accepted, change, broken };
  const isLeft = (one: Said, at: number) => at >= (turn.stopped.get(one.from) ?? said.length);
  const done = said.filter((one, at) => !isLeft(one, at));
  return { done: [...done, ...turn.asks], left: said.filter(isLeft), accepted, change, broken };
}

class Turn {
  readonly accepted: Accepted[] = [];
  readonly changes: Uint8Array[] = [];
  /** What is being applied as one. */
  private run: readonly Saying[] = [];
  /** Of those who have introduced themselves anew: what they asked before. */
  readonly asks: Said[] = [];
  /** From where on what a connection said has to wait. */
  readonly stopped = new Map<Connection, number>();
  private readonly document: RoomDocument;
  private readonly needs: Needs;

  constructor(document: RoomDocument, needs: Needs) {
    this.document = document;
    this.needs = needs;
  }

  /** @returns false when Yjs failed */
  apply(said: readonly Said[], doc: Y.Doc): boolean {
    const hear = (change: Uint8Array) => this.changes.push(change);
    doc.on('update', hear);
    try {
      let waiting = sayingsOf(said, (from, error) => this.refuse(from, error));
      let getsOn = waiting.length > 0;
      // Who builds on what another one said in the same turn comes after it.
      for (let pass = 0; pass < PASSES_MAX && getsOn; pass += 1) {
        const before = waiting.length;
        waiting = this.takeAll(doc, waiting);
        getsOn = waiting.length > 0 && waiting.length < before;
      }
      // As long as it gets on, nobody has been found to build on what is not there: that is for the next turn.
      for (const saying of waiting) getsOn ? this.leave(saying) : this.stop(saying);
      return true;
    } catch (error) {
      const [only, other] = this.run;
      const personId = only && !other ? only.from.identity.personId : null;
      this.needs.log.error({ err: error, personId }, 'collab: Yjs failed on an update that had passed');
      if (only && !other) only.from.close('malformed');
      return false;
    } finally {
      doc.off('update', hear);
    }
  }

  /** @returns those that build on what is not there, with all that their connections said after it */
  private takeAll(doc: Y.Doc, sayings: readonly Saying[]): Saying[] {
    const waiting: Saying[] = [];
    const held = new Set<Connection>();
    for (const { run, words } of runsOf(doc, sayings, this.needs.isCareful)) {
      this.run = run;
      const isOne = run.length === 1;
      if (words) doc.once('beforeObserverCalls', (transaction) => this.look(words, transaction));
      const before = { changes: this.changes.length, accepted: this.accepted.length };
      doc.transact(() => {
        for (const saying of run) {
          if (!held.has(saying.from) && this.take(doc, saying)) continue;
          held.add(saying.from);
          waiting.push(saying);
        }
      });
      const isTaken = this.accepted.length > before.accepted;
      if (isOne && isTaken) this.keepWhatIsNew(this.changes[before.changes]);
      // CO-D70: words that others wrote into a block which somebody turned or moved come to where it is now.
      words?.putBack(this.document.authors, this.needs.rules, (personId, change) => this.write(doc, personId, change));
    }
    return waiting;
  }

  private look(words: WordsGoAlong, transaction: Y.Transaction): void {
    try {
      words.look(transaction, seenUpTo(this.needs.settled), this.document.authors);
    } catch (error) {
      // Nobody is let go for it: what they said is sound.
      this.needs.log.error({ err: error }, 'collab: what a change took away unseen was not found');
      this.needs.onUnlooked();
    }
  }

  /** Writes for a person, as this process. */
  private write(doc: Y.Doc, personId: string, change: () => void): void {
    const { client, isNew } = this.document.clientFor(personId);
    const before = this.changes.length;
    doc.clientID = client;
    doc.transact(change);
    const bytes = this.changes[before];
    if (!bytes) return;
    this.document.changed(bytes.length, decodeUpdate(bytes).structs.length);
    this.accepted.push({ from: null, personId, bytes, clients: isNew ? [client] : [] });
  }

  private keepWhatIsNew(change: Uint8Array | undefined): void {
    const last = this.accepted.pop();
    if (last && change) this.accepted.push({ ...last, bytes: change });
  }

  /** @returns false when it builds on what is not there */
  private take(doc: Y.Doc, said: Saying): boolean {
    const { from } = said;
    // Of whom the server let go nothing more is taken.
    if (from.dismissed) return true;
    if (from.access === 'read') {
      this.hearReader(doc, said);
      return true;
    }
    const update = withoutKnown(doc, said.update);
    const saying = update === said.update ? said : { ...said, update, bytes: null };
    const clients = this.check(doc, saying);
    if (clients === 'gap') return false;
    if (!clients) return true;
    if (clients.length === 0 && update.ds.clients.size === 0) {
      // All of it is there already.
      if (saying.introduces) this.introduced(from);
      return true;
    }
    const bytes = bytesOf(saying);
    if (!this.document.fits(bytes.length, update.structs.length)) {
      from.close('documentFull');
      return true;
    }
    Y.applyUpdate(doc, bytes);
    from.caughtUp = false;
    if (saying.introduces) this.introduced(from);
    this.document.changed(bytes.length, update.structs.length);
    const { authors } = this.document;
    const claimed = clients.filter((client) => !authors.has(client));
    const { personId } = from.identity;
    for (const client of claimed) authors.set(client, personId);
    this.accepted.push({ from, personId, bytes, clients: claimed });
    return true;
  }

  /** @returns the clients whose new work it is; null when it is refused */
  private check(doc: Y.Doc, { from, update, introduces }: Saying): number[] | 'gap' | null {
    const { rules, presentAs } = this.needs;
    const known = this.document.authors;
    const authors = { get: (client: number) => known.get(client) ?? presentAs(client) };
    try {
      return checkUpdate(doc, update, { rules, authors, personId: from.identity.personId });
    } catch (error) {
      const fault = error instanceof UpdateRefused ? error.fault : null;
      // What it has seen of others may stand in the log and not be read here yet.
      const isEarly = fault === 'notTheirs' && !from.caughtUp && (from.introduced || introduces);
      if (fault === 'gap' || isEarly) return 'gap';
      this.refuse(from, error);
      return null;
    }
  }

  private introduced(from: Connection): void {
    const counter = from.hasIntroduced();
    if (counter !== null) this.asks.push({ kind: 'ask', from, counter });
  }

  private stop(saying: Saying): void {
    const { from, introduces } = saying;
    if (from.dismissed) return;
    if (!from.introduced && !introduces) {
      // Typed before it heard what the server lacks: it is about to say that, and until then not all of it is saved.
      from.refused = true;
      return;
    }
    if (from.caughtUp && !this.stopped.has(from)) {
      this.refuse(from, new UpdateRefused('gap', 'it builds on what is not there'));
      return;
    }
    from.caughtUp = true;
    this.leave(saying);
  }

  /** From here on what its connection said waits for another turn. */
  private leave({ from, first }: Saying): void {
    if (!from.dismissed) this.stopped.set(from, Math.min(first, this.stopped.get(from) ?? first));
  }

  /** A stock client answers the server's step 1 even when it has nothing new: that is no attempt to write. */
  private hearReader(doc: Y.Doc, { from, update }: Saying): void {
    if (from.refused || isKnown(doc, update)) return;
    from.refused = true;
    from.tellRefused();
  }

  private refuse(from: Connection, error: unknown): void {
    if (!(error instanceof UpdateRefused)) {
      from.close('malformed');
      throw error;
    }
    this.needs.log.info({ documentId: from.documentId, fault: error.fault, what: error.message }, 'collab: refused');
    from.close(CLOSED_AS[error.fault]);
  }
}

/** Sayings that are applied as one. `words`: where it is one that may take away what others wrote. */
type Run = { run: readonly Saying[]; words: WordsGoAlong | null };

/**
 * What is applied by itself, and between it the typing of everybody, which is applied as one. By itself: what may only
 * repeat what the document has, to see what of it is new; what takes away, to see what goes with that; and each slice.
 * Each is looked at when those before it are taken.
 */
function* runsOf(doc: Y.Doc, sayings: readonly Saying[], isCareful: boolean): Generator<Run> {
  let open: Saying[] = [];
  for (const saying of sayings) {
    const words = mayTakeAlong(doc, saying) ? new WordsGoAlong(saying) : null;
    const { introduces, ofWhole, update } = saying;
    if (!(isCareful || words || introduces || ofWhole || update.structs.length === 0)) {
      open.push(saying);
      continue;
    }
    if (open.length > 0) yield { run: open, words: null };
    open = [];
    yield { run: [saying], words };
  }
  if (open.length > 0) yield { run: open, words: null };
}
