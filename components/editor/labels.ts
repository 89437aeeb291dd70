import type { CalloutKind } from '@/server/domains/knowledge/document.schema';
import type { CloseReason } from '@/server/platform/collab/protocol.schema';
import { type EditorState, isKept, isRefused } from './session-state';

const ENDED: Partial<Record<CloseReason, string>> = {
  signedOut: 'You are signed out: sign in again to go on.',
  somebodyElse: 'Not sent: somebody else is signed in in this browser.',
  accessLost: 'Access ended: you can no longer open this page.',
  documentGone: 'This page no longer exists.',
  updateTooLarge: 'Stopped: the last change was too large to be kept.',
  documentFull: 'Stopped: this page has reached its size limit.',
  frameTooLarge: 'Stopped: the last change was too large to be kept.',
  notStorable: 'Stopped: the last change could not be stored.',
  malformed: 'Stopped: this tab and the server did not understand each other.',
  outdated: 'Stopped: Kenning has been renewed since this page was loaded.',
};

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`);

function offlineWords({ opened, unsaved, edits, keeper }: EditorState): string {
  if (!opened) return 'Offline: the page opens when the connection is back';
  const what = unsaved ? changes(edits) : 'changes are';
  if (keeper === 'browser') return `Offline: ${what} kept in this browser`;
  if (keeper === 'full') return `Offline: ${what} kept in this tab only, as this browser has no more room`;
  return `Offline: ${what} kept in this tab only`;
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
      return (state.reason && ENDED[state.reason]) ?? 'Stopped: this tab is no longer connected.';
  }
}

const ENDED_NEXT: Partial<Record<CloseReason, string>> = {
  signedOut: 'Sign in again in another tab, then go on here: the text stays as it is.',
  somebodyElse: 'Have them sign out and sign in yourself in another tab, then go on here: the text stays as it is.',
  accessLost: 'It was closed to you, moved to the trash or removed. Load the page again to ask for access.',
  documentGone: 'It was deleted for good.',
  outdated: 'Load the page again to go on.',
};
const NOT_TAKEN = 'The server does not take your last changes.';
/** What is kept is restored with the page, and then refused again. */
const LET_GO_FIRST = 'Leave them unsaved before you load the page again, or they are refused once more.';

function endedNext(state: EditorState): string {
  const known = state.reason && ENDED_NEXT[state.reason];
  if (known) return known;
  return isRefused(state) ? `${NOT_TAKEN} ${LET_GO_FIRST}` : 'Load the page again to go on.';
}

/**
 * What to do once one may not write any more. @param next what else than waiting helps whoever may still read
 * @returns sentences; none when there is nothing to do
 */
export function lockedWords(state: EditorState, next: string | undefined): string[] {
  const words: string[] = [];
  if (state.phase === 'ended') words.push(endedNext(state));
  else if (next) words.push(next);
  if (state.unsaved && isKept(state))
    words.push(`${changes(state.edits)} of yours not saved yet: kept in this browser, and sent when you go on.`);
  else if (state.unsaved)
    words.push('What you typed last is not saved. It is still in the text below: copy it before you leave.');
  return words;
}

/** What was kept for a page that this person cannot open any more. */
export const keptLostWords = (title: string): string =>
  `Your changes to “${title}” could not be saved: you can no longer open it. They are removed from this browser.`;

export const CALLOUT_LABELS: Record<CalloutKind, string> = {
  note: 'Note',
  tip: 'Tip',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
};

export const WORDS = {
  text: 'Text of the page',
  placeholder: 'Write here, or choose Insert above',
  here: (names: string[]) => `Here now: ${names.join(', ')}`,
  me: (name: string) => `${name} (you)`,
  more: (count: number) => `${count} more`,
  goTo: (name: string) => `Go to ${name}`,
  goThere: 'Go there',
  follow: 'Follow',
  unfollow: 'Stop following',
  followed: (name: string) => `Following ${name}`,
  following: (name: string) => `Following ${name}. Escape ends it.`,
  notFollowing: 'Not following any more.',
  idle: 'Not active now',
  active: 'Active',
  isIdle: (name: string) => `${name}, not active`,
  noCaret: (name: string) => `${name} has no caret in the text.`,
  caretAt: (name: string, words: string) => (words ? `${name} is at: ${words}` : `${name} is at an empty line.`),
  cameAndWent: (came: string[], went: string[]) =>
    [came.length > 0 ? `${came.join(', ')} joined.` : '', went.length > 0 ? `${went.join(', ')} left.` : '']
      .filter(Boolean)
      .join(' '),
  bar: 'Writing',
  insert: 'Insert',
  undo: 'Undo your last change',
  redo: 'Redo',
  selectionBar: 'Format the selection',
  tableBar: 'Change the table',
  linkBar: 'Link',
  imageBar: 'Image',
  turnInto: 'Turn into',
  paragraph: 'Text',
  heading: (level: number) => `Heading ${level}`,
  bulletList: 'Bullet list',
  orderedList: 'Numbered list',
  taskList: 'Task list',
  table: 'Table',
  codeBlock: 'Code block',
  blockquote: 'Quote',
  callout: 'Callout',
  removeCallout: 'Remove the callout, keep its text',
  divider: 'Divider',
  image: 'Image…',
  bold: 'Bold',
  italic: 'Italic',
  strike: 'Strikethrough',
  code: 'Code',
  link: 'Link',
  linkAddress: 'Address of the link',
  linkPlaceholder: 'https://… or /library/…',
  linkRefused: 'Use an address with http, https, mailto or tel, or a path in Kenning.',
  applyLink: 'Set the link',
  openLink: 'Open the link',
  editLink: 'Edit the link',
  removeLink: 'Remove the link',
  cancel: 'Cancel',
  altText: 'What the image shows',
  setAltText: 'Set the description',
  removeImage: 'Remove the image',
  rowAbove: 'Insert a row above',
  rowBelow: 'Insert a row below',
  columnLeft: 'Insert a column to the left',
  columnRight: 'Insert a column to the right',
  deleteRow: 'Delete the row',
  deleteColumn: 'Delete the column',
  headerRow: 'Header row on or off',
  deleteTable: 'Delete the table',
  codeLanguage: 'Language of the code',
  plainText: 'Plain text',
  task: (text: string) => `Done: ${text || 'a task without words'}`,
  uploading: (count: number) => (count === 1 ? 'Uploading an image…' : `Uploading ${count} images…`),
  loading: 'The text is being opened',
  signIn: 'Sign in again',
  goOnHere: 'Go on here',
  loadAgain: 'Load the page again',
  copyText: 'Copy the text',
  copied: 'The text is copied. You can leave this page now.',
  copiedToo: 'The text is copied. It is kept in this browser as well.',
  notCopied: 'Copying is not allowed here: select the text and copy it yourself.',
  letGo: 'Leave it unsaved',
} as const;
