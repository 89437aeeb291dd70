import type { CloseReason, CollabAccess } from '@/server/platform/collab/protocol.schema';
import type { Keeper } from './kept-log';

/** Where the text stands. `opening`: not here yet. `offline`: kept here. `ended`: the server let this tab go. */
export type EditorPhase = 'opening' | 'saving' | 'saved' | 'offline' | 'read_only' | 'ended';

const REFUSALS: readonly CloseReason[] = [
  'malformed',
  'updateTooLarge',
  'documentFull',
  'frameTooLarge',
  'notStorable',
  'notAllowed',
  'notTheirs',
];

export type EditorState = {
  phase: EditorPhase;
  /** Something typed here is not known to be committed, and the person has not let it go. */
  unsaved: boolean;
  /** How many changes that is, as a person counts them; 0 when there is none. */
  edits: number;
  /** Where what is not saved lies besides this tab. */
  keeper: Keeper;
  /** The text has arrived at least once, or was kept in this browser. */
  opened: boolean;
  /** Why it ended, or why the server sent this tab away for now; null where it said nothing. */
  reason: CloseReason | null;
};

/** What happened between this tab and the server, as far as the state line is concerned. */
export type SessionFacts = {
  access: CollabAccess | null;
  synced: boolean;
  everSynced: boolean;
  /** The browser had the text, with what was not sent of it. */
  restored: boolean;
  /** An attempt to connect has failed since the last success. */
  failed: boolean;
  /** Local changes so far, and up to which of them the server has committed. */
  changes: number;
  saved: number;
  /** Up to which change the person has copied what was not saved, or let it go. */
  givenUp: number;
  /** Those that are neither, as a person counts them. */
  edits: number;
  keeper: Keeper;
  ended: CloseReason | null;
  /** The last that the server said when it closed the connection, since it was open. */
  away: CloseReason | null;
};

export const FIRST_FACTS: SessionFacts = {
  access: null,
  synced: false,
  everSynced: false,
  restored: false,
  failed: false,
  changes: 0,
  saved: 0,
  givenUp: 0,
  edits: 0,
  keeper: 'browser',
  ended: null,
  away: null,
};

function phaseOf(facts: SessionFacts): EditorPhase {
  if (facts.ended !== null) return 'ended';
  if (!facts.synced && (facts.everSynced || facts.failed)) return 'offline';
  if (!facts.synced) return 'opening';
  if (facts.access === 'read') return 'read_only';
  return facts.saved < facts.changes ? 'saving' : 'saved';
}

/** The state line's truth. Saved is said only of what the server has answered for. */
export function editorState(facts: SessionFacts): EditorState {
  const unsaved = Math.max(facts.saved, facts.givenUp) < facts.changes;
  const phase = phaseOf(facts);
  return {
    phase,
    unsaved,
    edits: unsaved ? Math.max(facts.edits, 1) : 0,
    keeper: facts.keeper,
    opened: facts.everSynced || facts.restored,
    reason: phase === 'offline' ? facts.away : facts.ended,
  };
}

/** Whether one may type: what is typed offline is kept and merged later, so offline does not forbid it. */
export function mayType(state: EditorState): boolean {
  return state.opened && (state.phase === 'saved' || state.phase === 'saving' || state.phase === 'offline');
}

/** Whether what is not saved is sent by itself when the person is back, whatever becomes of this tab. */
export function isKept({ phase, reason, keeper }: EditorState): boolean {
  if (keeper !== 'browser') return false;
  if (phase === 'ended') return reason === 'signedOut' || reason === 'somebodyElse' || reason === 'outdated';
  return phase !== 'read_only';
}

/** Whether one goes on in this tab once one has signed in again. */
export const mayGoOn = ({ reason }: EditorState): boolean =>
  reason === 'signedOut' || reason === 'sessionEnded' || reason === 'somebodyElse';

/** Whether the server would not have what is not saved, however often it is sent. */
export const isRefused = ({ phase, reason, unsaved }: EditorState): boolean =>
  phase === 'ended' && unsaved && reason !== null && REFUSALS.includes(reason);

/** Whether the page took the right to write away, and says so: what is typed now goes nowhere. */
export const isLocked = ({ phase }: EditorState): boolean => phase === 'read_only' || phase === 'ended';
