import type { CloseReason, CollabAccess } from '@/server/platform/collab/protocol.schema';

/** Where the text stands. `opening`: not here yet. `offline`: kept in this tab. `ended`: the server let this tab go. */
export type EditorPhase = 'opening' | 'saving' | 'saved' | 'offline' | 'read_only' | 'ended';

export type EditorState = {
  phase: EditorPhase;
  /** Something typed here is not known to be committed, and the person has not let it go. */
  unsaved: boolean;
  /** The text has arrived at least once. */
  opened: boolean;
  /** Why it ended; null otherwise. */
  reason: CloseReason | null;
};

/** What happened between this tab and the server, as far as the state line is concerned. */
export type SessionFacts = {
  access: CollabAccess | null;
  synced: boolean;
  everSynced: boolean;
  /** An attempt to connect has failed since the last success. */
  failed: boolean;
  /** Local changes so far, and up to which of them the server has committed. */
  changes: number;
  saved: number;
  /** Up to which change the person has copied what was not saved, or let it go. */
  givenUp: number;
  ended: CloseReason | null;
};

export const FIRST_FACTS: SessionFacts = {
  access: null,
  synced: false,
  everSynced: false,
  failed: false,
  changes: 0,
  saved: 0,
  givenUp: 0,
  ended: null,
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
  return {
    phase: phaseOf(facts),
    unsaved: Math.max(facts.saved, facts.givenUp) < facts.changes,
    opened: facts.everSynced,
    reason: facts.ended,
  };
}

/** Whether one may type: what is typed offline is kept and merged later, so offline does not forbid it. */
export function mayType(state: EditorState): boolean {
  return state.opened && (state.phase === 'saved' || state.phase === 'saving' || state.phase === 'offline');
}

/** Whether the page took the right to write away, and says so: what is typed now goes nowhere. */
export const isLocked = ({ phase }: EditorState): boolean => phase === 'read_only' || phase === 'ended';
