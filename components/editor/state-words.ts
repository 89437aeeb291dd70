import { type FinalReason, isFinal, type PassingReason } from '@/server/platform/collab/protocol.schema';
import { type EditorState, isKept, isRefused } from './session-state';

const ENDED: Record<FinalReason, string> = {
  signedOut: 'You are signed out: sign in again to go on.',
  sessionEnded: 'Your session was ended: sign in again to go on.',
  somebodyElse: 'Not sent: somebody else is signed in in this browser.',
  accessLost: 'Access ended: you can no longer open this page.',
  documentGone: 'This page no longer exists.',
  updateTooLarge: 'Stopped: the last change was too large to be kept.',
  documentFull: 'Stopped: this page has reached its size limit.',
  frameTooLarge: 'Stopped: the last change was too large to be kept.',
  notStorable: 'Stopped: the last change could not be stored.',
  malformed: 'Stopped: this tab and the server did not understand each other.',
  notAllowed: 'Stopped: the last change holds something that cannot stand in a page.',
  notTheirs: 'Stopped: the last change goes on with what another person wrote.',
  outdated: 'Stopped: Kenning has been renewed since this page was loaded.',
};

/** Why the server sent this tab away for now. */
const AWAY: Record<PassingReason, string> = {
  unavailable: 'as the server cannot store anything just now',
  serverStopping: 'as Kenning is being restarted',
  tooSlow: 'as this tab was too slow to follow',
  tooManyMessages: 'as this tab said too much at once',
  tooManyOpen: 'as you have too many pages open',
  documentCrowded: 'as too many have this page open',
};

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`);

function offlineWords({ opened, unsaved, edits, keeper, reason }: EditorState): string {
  const offline = reason === null || isFinal(reason) ? 'Offline' : `Offline, ${AWAY[reason]}`;
  if (!opened) return `${offline}: the page opens when the connection is back`;
  const what = unsaved ? changes(edits) : 'changes are';
  if (keeper === 'browser') return `${offline}: ${what} kept in this browser`;
  if (keeper === 'full') return `${offline}: ${what} kept in this tab only, as this browser has no more room`;
  return `${offline}: ${what} kept in this tab only`;
}

/** The state line. @param readOnlyReason why this person may only read, in words */
export function stateWords(state: EditorState, readOnlyReason: string | undefined): string {
  switch (state.phase) {
    case 'opening':
      return 'Opening…';
    case 'saving':
      return 'Saving…';
    case 'saved':
      return 'Saved';
    case 'offline':
      return offlineWords(state);
    case 'read_only':
      return `Read-only: ${readOnlyReason ?? 'you may read this page, not change it'}`;
    case 'ended':
      return state.reason !== null && isFinal(state.reason)
        ? ENDED[state.reason]
        : 'Stopped: this tab is no longer connected.';
  }
}

const SIGN_IN_AGAIN = 'Sign in again in another tab, then go on here: the text stays as it is.';
const ENDED_NEXT: Partial<Record<FinalReason, string>> = {
  signedOut: SIGN_IN_AGAIN,
  // What is not saved is in this tab alone.
  sessionEnded: SIGN_IN_AGAIN,
  somebodyElse: 'Have them sign out and sign in yourself in another tab, then go on here: the text stays as it is.',
  accessLost: 'It was closed to you, moved to the trash or removed. Load the page again to ask for access.',
  documentGone: 'It was deleted for good.',
  outdated: 'Load the page again to go on.',
};
const NOT_TAKEN = 'The server does not take your last changes.';
/** What is kept is restored with the page, and then refused again. */
const LET_GO_FIRST = 'Leave them unsaved before you load the page again, or they are refused once more.';

function endedNext(state: EditorState): string {
  const known = state.reason !== null && isFinal(state.reason) && ENDED_NEXT[state.reason];
  if (known) return known;
  return isRefused(state) ? `${NOT_TAKEN} ${LET_GO_FIRST}` : 'Load the page again to go on.';
}

const QUOTED_CHARACTERS_MAX = 160;

/** @param words what was written and is not saved; empty where it has none, as an image or what was only removed */
function unsavedWords(words: string): string {
  const line = words.replaceAll('\n', ' ');
  if (line === '') return 'What you added, removed or formatted last is not saved. Copy the text before you leave.';
  const quoted = line.length > QUOTED_CHARACTERS_MAX ? `${line.slice(0, QUOTED_CHARACTERS_MAX)}…` : line;
  return `Not saved: “${quoted}” (marked in the text below). Copy it before you leave.`;
}

/**
 * What to do once one may not write any more. @param next what else than waiting helps whoever may still read
 * @param words of what was written last and is not saved
 * @returns sentences; none when there is nothing to do
 */
export function lockedWords(state: EditorState, next: string | undefined, words = ''): string[] {
  const said: string[] = [];
  if (state.phase === 'ended') said.push(endedNext(state));
  else if (next) said.push(next);
  if (state.unsaved && isKept(state))
    said.push(`${changes(state.edits)} of yours not saved yet: kept in this browser, and sent when you go on.`);
  else if (state.unsaved) said.push(unsavedWords(words));
  return said;
}

/** What was kept for a page that this person cannot open any more. */
export const keptLostWords = (title: string): string =>
  `Your changes to “${title}” could not be saved: you can no longer open it. They are removed from this browser.`;
