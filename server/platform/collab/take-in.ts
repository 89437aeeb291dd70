import * as Y from 'yjs';
import type { Log } from '../log';
import type { Connection } from './connection';
import type { CloseReason } from './protocol.schema';
import type { RoomDocument } from './room-document';
import { type ContentRules, checkUpdate, decodeUpdate, type UpdateFault, UpdateRefused } from './update-check';
import type { Decoded } from './update-encode';

/** What a connection said, in the order of a room. */
export type Said =
  | { kind: 'update'; from: Connection; bytes: Uint8Array; introduces: boolean }
  | { kind: 'join'; from: Connection; vector: Uint8Array }
  | { kind: 'ask'; from: Connection; counter: number };

type SaidUpdate = Extract<Said, { kind: 'update' }>;
/** An update that passed, as it is kept. `clients`: the Yjs clients that were nobody's before. */
export type Accepted = { from: Connection; bytes: Uint8Array; update: Decoded; clients: number[] };

export type TurnResult = {
  done: readonly Said[];
  /** It builds on what is not there: first the log has to be read, where others may have written. */
  left: readonly Said[];
  accepted: readonly Accepted[];
  /** What the others have to hear. */
  change: Uint8Array | null;
  /** Yjs failed on an update. Its sender is gone, and so must the document be. */
  broken: boolean;
};

/** How an update begins that only deletes. */
const NO_STRUCTS = 0;

type Needs = { rules: ContentRules; log: Log };
type At = { at: number; said: SaidUpdate };

/** Like the close codes: which limit or rule it was. */
const REASONS: Record<UpdateFault, CloseReason> = {
  malformed: 'malformed',
  gap: 'malformed',
  notTheirs: 'notTheirs',
  notAllowed: 'notAllowed',
};

/**
 * Takes what was said into a live document, as far as it may be.
 * @param doc null where no update is among it
 */
export function takeIn(said: readonly Said[], doc: Y.Doc | null, document: RoomDocument, needs: Needs): TurnResult {
  const turn = new Turn(document, needs);
  const broken = doc !== null && !turn.apply(said, doc);
  const end = turn.stoppedAt ?? said.length;
  const { accepted, changes } = turn;
  const change = changes.length === 0 ? null : Y.mergeUpdates(changes);
  return { done: said.slice(0, end), left: said.slice(end), accepted, change, broken };
}

class Turn {
  readonly accepted: Accepted[] = [];
  readonly changes: Uint8Array[] = [];
  stoppedAt: number | null = null;
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
      for (const run of runsOf(said)) this.applyRun(doc, run);
      return true;
    } catch (error) {
      this.needs.log.error({ err: error }, 'collab: Yjs failed on an update that had passed');
      return false;
    } finally {
      doc.off('update', hear);
    }
  }

  private applyRun(doc: Y.Doc, run: readonly At[]): void {
    const before = this.changes.length;
    doc.transact(() => {
      for (const one of run) if (this.stoppedAt === null) this.take(doc, one);
    });
    const [only] = run;
    if (!only || !standsAlone(only.said)) return;
    // Of what it repeats nothing is kept.
    const accepted = this.accepted.at(-1);
    const change = this.changes[before];
    if (accepted?.bytes !== only.said.bytes) return;
    if (!change) {
      this.accepted.pop();
    } else {
      accepted.bytes = change;
      accepted.update = decodeUpdate(change);
    }
  }

  private take(doc: Y.Doc, one: At): void {
    const { said } = one;
    const { from, bytes } = said;
    // Of whom the server let go nothing more is taken.
    if (from.dismissed) return;
    const update = this.read(said);
    if (!update) return;
    if (from.access === 'read') {
      this.hearReader(doc, said);
      return;
    }
    const clients = this.check(doc, one, update);
    if (!clients) return;
    if (!this.document.fits(bytes.length, update.structs.length)) {
      from.close('documentFull');
      return;
    }
    Y.applyUpdate(doc, bytes);
    from.caughtUp = false;
    if (said.introduces) from.introduced = true;
    this.document.changed(bytes.length, update.structs.length);
    const { authors } = this.document;
    const claimed = clients.filter((client) => !authors.has(client));
    for (const client of claimed) authors.set(client, from.identity.personId);
    this.accepted.push({ from, bytes, update, clients: claimed });
  }

  private read({ from, bytes }: SaidUpdate): Decoded | null {
    try {
      return decodeUpdate(bytes);
    } catch (error) {
      this.refuse(from, error);
      return null;
    }
  }

  /** @returns the clients whose new work it is; null when it is not taken */
  private check(doc: Y.Doc, { at, said }: At, update: Decoded): number[] | null {
    const { from } = said;
    const { personId } = from.identity;
    try {
      return checkUpdate(doc, update, { rules: this.needs.rules, authors: this.document.authors, personId });
    } catch (error) {
      const isGap = error instanceof UpdateRefused && error.fault === 'gap';
      // Typed before it heard what the server lacks: it is about to say that.
      if (isGap && !from.introduced && !said.introduces) return null;
      if (isGap && !from.caughtUp) {
        from.caughtUp = true;
        this.stoppedAt = at;
      } else {
        this.refuse(from, error);
      }
      return null;
    }
  }

  /** A stock client answers the server's step 1 even when it has nothing new: that is no attempt to write. */
  private hearReader(doc: Y.Doc, { from, bytes }: SaidUpdate): void {
    if (Y.snapshotContainsUpdate(Y.snapshot(doc), bytes)) return;
    from.refused = true;
    from.tellRefused();
  }

  private refuse(from: Connection, error: unknown): void {
    if (!(error instanceof UpdateRefused)) {
      from.close('malformed');
      throw error;
    }
    this.needs.log.info({ documentId: from.documentId, fault: error.fault, what: error.message }, 'collab: refused');
    from.close(REASONS[error.fault]);
  }
}

/** What may only repeat what the document has is applied by itself, to see what of it is new. */
const standsAlone = ({ bytes, introduces }: SaidUpdate): boolean => introduces || bytes[0] === NO_STRUCTS;

/** What stands alone, and between it the typing of everybody, which is applied as one. */
function runsOf(all: readonly Said[]): At[][] {
  const runs: At[][] = [];
  let open: At[] | null = null;
  for (const [at, said] of all.entries()) {
    if (said.kind !== 'update') continue;
    if (standsAlone(said)) {
      open = null;
      runs.push([{ at, said }]);
    } else if (open) {
      open.push({ at, said });
    } else {
      open = [{ at, said }];
      runs.push(open);
    }
  }
  return runs;
}
