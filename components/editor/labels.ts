import type { CalloutKind } from '@/server/domains/knowledge/document.schema';
import { type FinalReason, isFinal, type PassingReason } from '@/server/platform/collab/protocol.schema';
import { type EditorState, isKept, isRefused } from './session-state';

const ENDED: Record<FinalReason, string> = {
  signedOut: 'You are signed out: sign in again to go on.',
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

const ENDED_NEXT: Partial<Record<FinalReason, string>> = {
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

export const CALLOUT_LABELS: Record<CalloutKind, string> = {
  note: 'Note',
  tip: 'Tip',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
};

/** Words other than its name by which somebody looks for a kind of block. */
export const BLOCK_SYNONYMS = {
  paragraph: 'plain paragraph p body normal',
  // The outline and a table of contents are made of the headings.
  heading: (level: number) =>
    `h${level} header title${level > 1 ? ' subtitle subheading' : ''} section chapter outline toc contents ${'#'.repeat(level)}`,
  bulletList: 'ul li unordered points dots dash - *',
  orderedList: 'ol ordered numbers numbering steps 1. 1)',
  taskList: 'todo to-do checkbox checklist tick done action [] [ [x]',
  blockquote: 'blockquote quotation citation cite >',
  codeBlock: 'pre snippet program source monospace preformatted ```',
  callout: 'callout admonition alert panel box info aside highlight notice',
  calloutKinds: {
    note: 'information [!note]',
    tip: 'hint idea success [!tip]',
    important: '[!important]',
    warning: 'attention [!warning]',
    caution: 'danger error stop [!caution]',
  } satisfies Record<CalloutKind, string>,
  table: 'grid rows columns spreadsheet cells matrix |',
  image: 'img picture photo screenshot figure graphic upload ![',
  file: 'attachment attach document pdf video audio upload',
  divider: 'hr line horizontal rule ruler separator break --- ***',
  formula: 'math maths mathematics equation latex tex katex block $$',
  inlineFormula: 'inline math maths mathematics equation latex tex katex $',
  diagram: 'mermaid flowchart flow chart graph sequence gantt uml drawing',
  mention: 'mention @ [[ people user colleague name page document reference link',
  link: 'url address href hyperlink web website',
  details:
    'details summary toggle collapse collapsed collapsible expand fold foldable accordion dropdown hidden spoiler',
} as const;

const numbered = (count: number, one: string, several: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : several}`;

export const WORDS = {
  text: 'Text of the page',
  placeholder: 'Write here, or press / for everything that can stand in a page',
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
  findBar: 'Find in the text',
  findWhat: 'Find',
  found: (current: number, count: number) => (count === 0 ? 'Not found' : `${current} of ${count}`),
  matchBefore: 'Match before',
  nextMatch: 'Next match',
  matchCase: 'Upper and lower case as typed',
  wholeWord: 'Whole words only',
  showReplace: 'Replace what is found',
  replaceWith: 'Replace with',
  replace: 'Replace',
  replaceAll: 'Replace all',
  replaced: (count: number) => (count === 1 ? '1 replaced' : `${count} replaced`),
  findOptions: 'How to find',
  closeFind: 'Back to the text',
  outline: 'Outline',
  foldOutline: 'Fold the outline away',
  showOutline: 'Show the outline',
  noHeadings: 'Headings will be listed here',
  emptyHeading: 'Heading without words',
  count: (words: number, characters: number) =>
    `${numbered(words, 'word', 'words')}, ${numbered(characters, 'character', 'characters')}`,
  selectedCount: (selected: number, words: number, characters: number) =>
    `${selected.toLocaleString('en')} of ${numbered(words, 'word', 'words')}, ${numbered(characters, 'character', 'characters')} selected`,
  readingTime: (minutes: number) => (minutes === 0 ? '' : `${minutes} min to read`),
  touchBar: 'Write',
  blockMenu: (block: string) => `Block: ${block}`,
  indent: 'Deeper in the list',
  outdent: 'Less deep in the list',
  hideKeyboard: 'Hide the keyboard',
  leaveHint: 'Tab stays in the text. Escape, then Tab, leaves it. Alt F10 goes to the tools of the selection.',
  tabLeaves: 'Tab leaves the text now',
  slashMenu: 'What can stand here',
  blockHandle: 'Block: drag to move, press for more',
  moveUp: 'Move up',
  moveDown: 'Move down',
  duplicate: 'Duplicate',
  copyAddress: 'Copy the link to this heading',
  addressCopied: 'The link is copied',
  deleteBlock: 'Delete',
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
  details: 'Part that folds away',
  image: 'Image…',
  file: 'File…',
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strike: 'Strikethrough',
  code: 'Code',
  link: 'Link',
  linkAddress: 'Address of the link',
  linkPlaceholder: 'Address, or title of an item',
  linkWords: 'Text of the link',
  linkWordsPlaceholder: 'Text (optional)',
  linkChanged: (href: string) =>
    href === '' ? 'Meanwhile somebody has taken the link away.' : `Meanwhile somebody has changed it to ${href}`,
  linkRefused: 'Use an address with http, https, mailto or tel, or a path in Kenning.',
  insertLink: 'Link…',
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
  headerColumn: 'Header column on or off',
  row: 'Row',
  column: 'Column',
  cells: 'Cells',
  moveRowUp: 'Move the row up',
  moveRowDown: 'Move the row down',
  moveColumnLeft: 'Move the column to the left',
  moveColumnRight: 'Move the column to the right',
  wider: 'Wider',
  narrower: 'Narrower',
  ownWidth: 'As wide as its words want',
  mergeCells: 'Merge the selected cells',
  splitCell: 'Split the cell',
  deleteTable: 'Delete the table',
  codeLanguage: 'Language of the code',
  languageIs: (language: string) => `Language of the code: ${language}`,
  findLanguage: 'Find a language',
  asLanguage: (name: string) => `Use “${name}”`,
  notHighlighted: 'not coloured',
  copyCode: 'Copy the code',
  codeCopied: 'Copied',
  plainText: 'Plain text',
  task: (text: string) => `Done: ${text || 'a task without words'}`,
  uploading: (count: number) => (count === 1 ? 'Uploading a file…' : `Uploading ${count} files…`),
  loading: 'The text is being opened',
  signIn: 'Sign in again',
  goOnHere: 'Go on here',
  loadAgain: 'Load the page again',
  copyUnsaved: 'Copy what is not saved',
  copyText: 'Copy the text',
  copied: 'The text is copied. You can leave this page now.',
  copiedUnsaved: 'The words that were not saved are copied.',
  copiedToo: 'The text is copied. It is kept in this browser as well.',
  notCopied: 'Copying is not allowed here: select the text and copy it yourself.',
  letGo: 'Leave it unsaved',
} as const;
