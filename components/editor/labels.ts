import type { CalloutKind } from '@/server/domains/knowledge/document.schema';
import type { CloseReason } from '@/server/platform/collab/protocol.schema';
import type { EditorState } from './session-state';

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
};

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
      return state.opened
        ? 'Offline: changes are kept in this tab'
        : 'Offline: the page opens when the connection is back';
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
};

/**
 * What to do once one may not write any more. @param next what else than waiting helps whoever may still read
 * @returns sentences; none when there is nothing to do
 */
export function lockedWords(state: EditorState, next: string | undefined): string[] {
  const words: string[] = [];
  if (state.phase === 'ended')
    words.push((state.reason && ENDED_NEXT[state.reason]) ?? 'Load the page again to go on.');
  else if (next) words.push(next);
  if (state.unsaved)
    words.push('What you typed last is not saved. It is still in the text below: copy it before you leave.');
  return words;
}

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
  heading: (level: number) => `h${level} title section ${'#'.repeat(level)}`,
  bulletList: 'ul unordered points -',
  orderedList: 'ol ordered 1.',
  taskList: 'todo to-do checkbox checklist done []',
  blockquote: 'blockquote citation cite >',
  codeBlock: 'pre snippet program source ```',
  callout: 'callout admonition alert box info',
  table: 'grid rows columns spreadsheet cells',
  image: 'picture photo screenshot file upload',
  divider: 'hr line rule separator ---',
  formula: 'math mathematics equation latex tex $$',
  diagram: 'mermaid flowchart chart graph sequence drawing',
  details: 'toggle collapse collapsible fold accordion hidden summary',
} as const;

const numbered = (count: number, one: string, several: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : several}`;

export const WORDS = {
  text: 'Text of the page',
  placeholder: 'Write here, or press / for everything that can stand in a page',
  here: (names: string[]) => `Here now: ${names.join(', ')}`,
  me: (name: string) => `${name} (you)`,
  more: (count: number) => `${count} more`,
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
  bold: 'Bold',
  italic: 'Italic',
  strike: 'Strikethrough',
  code: 'Code',
  link: 'Link',
  linkAddress: 'Address of the link',
  linkPlaceholder: 'Address, or title of an item',
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
  uploading: (count: number) => (count === 1 ? 'Uploading an image…' : `Uploading ${count} images…`),
  loading: 'The text is being opened',
  signIn: 'Sign in again',
  goOnHere: 'Go on here',
  loadAgain: 'Load the page again',
  copyText: 'Copy the text',
  copied: 'The text is copied. You can leave this page now.',
  notCopied: 'Copying is not allowed here: select the text and copy it yourself.',
  letGo: 'Leave it unsaved',
} as const;
