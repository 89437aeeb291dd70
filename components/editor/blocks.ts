import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconBlockquote,
  IconBulb,
  IconH1,
  IconH2,
  IconH3,
  IconInfoCircle,
  IconLayoutBottombarCollapse,
  IconLetterT,
  IconList,
  IconListCheck,
  IconListNumbers,
  IconMath,
  IconMathFunction,
  IconMessageExclamation,
  IconPaperclip,
  IconPhoto,
  IconSeparatorHorizontal,
  IconSitemap,
  IconSourceCode,
  IconTable,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { scoreOf } from '@/components/shell/commands';
import { CALLOUT_KINDS, type CalloutKind } from '@/server/domains/knowledge/document.schema';
import { BLOCK_SYNONYMS, CALLOUT_LABELS, WORDS } from './labels';
import { IN_LINES } from './line-blocks';
import { insertFormula } from './nodes/formula-acts';
import { NODE_WORDS } from './nodes/labels';
import type { ToolIcon } from './tool';
import { leaveRoomAfter } from './writing-room';

/** What a block needs of the page around the editor to be put into it. */
export type BlockActs = {
  /** Asks for an image file; absent where none can be uploaded. */
  chooseImage?: () => void;
  /** Opens the form for a link. */
  editLink?: () => void;
  /** Whether people and items can be mentioned. */
  mayMention?: boolean;
  /** The same for any file. */
  chooseFile?: () => void;
};

/** A kind of block: what it is called, when the selection is in one, and how to make one of the selection. */
export type Block = {
  name: string;
  label: string;
  /** Other words that find it, as they are typed, with spaces between. */
  words?: string;
  icon: ToolIcon;
  /** The keys that make it, as `Mod-Alt-1`. */
  keys?: string;
  isActive: (editor: Editor) => boolean;
  apply: (editor: Editor, acts: BlockActs) => void;
  /** Where it is not, it is offered always. */
  isOffered?: (acts: BlockActs) => boolean;
};

const HEADING_ICONS = { 1: IconH1, 2: IconH2, 3: IconH3 } as const;

const headings: Block[] = ([1, 2, 3] as const).map((level) => ({
  name: `heading-${level}`,
  label: WORDS.heading(level),
  words: BLOCK_SYNONYMS.heading(level),
  keys: `Mod-Alt-${level}`,
  icon: HEADING_ICONS[level],
  isActive: (editor) => editor.isActive('heading', { level }),
  apply: (editor) => editor.chain().focus().setHeading({ level }).run(),
}));

/** What the selection may be turned into, the plain paragraph first. */
export const BLOCKS: Block[] = [
  {
    name: 'paragraph',
    label: WORDS.paragraph,
    words: BLOCK_SYNONYMS.paragraph,
    keys: 'Mod-Alt-0',
    icon: IconLetterT,
    isActive: (editor) => editor.isActive('paragraph'),
    apply: (editor) => editor.chain().focus().clearNodes().run(),
  },
  ...headings,
  {
    name: 'bulletList',
    label: WORDS.bulletList,
    words: BLOCK_SYNONYMS.bulletList,
    keys: 'Mod-Shift-8',
    icon: IconList,
    isActive: (editor) => editor.isActive('bulletList'),
    apply: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    label: WORDS.orderedList,
    words: BLOCK_SYNONYMS.orderedList,
    keys: 'Mod-Shift-7',
    icon: IconListNumbers,
    isActive: (editor) => editor.isActive('orderedList'),
    apply: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'taskList',
    label: WORDS.taskList,
    words: BLOCK_SYNONYMS.taskList,
    keys: 'Mod-Shift-9',
    icon: IconListCheck,
    isActive: (editor) => editor.isActive('taskList'),
    apply: (editor) => editor.chain().focus().toggleTaskList().run(),
  },
  {
    name: 'blockquote',
    label: WORDS.blockquote,
    words: BLOCK_SYNONYMS.blockquote,
    keys: 'Mod-Shift-B',
    icon: IconBlockquote,
    isActive: (editor) => editor.isActive('blockquote'),
    apply: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    name: 'codeBlock',
    label: WORDS.codeBlock,
    words: BLOCK_SYNONYMS.codeBlock,
    keys: 'Mod-Alt-C',
    icon: IconSourceCode,
    isActive: (editor) => editor.isActive('codeBlock'),
    apply: (editor) => editor.chain().focus().toggleCodeBlock().run(),
  },
];

const CALLOUT_ICONS: Record<CalloutKind, ToolIcon> = {
  note: IconInfoCircle,
  tip: IconBulb,
  important: IconMessageExclamation,
  warning: IconAlertTriangle,
  caution: IconAlertOctagon,
};

/** Puts the selection into a callout, or gives the callout around it another kind. */
function callout(editor: Editor, kind: CalloutKind): void {
  if (editor.isActive('callout')) editor.chain().focus().updateAttributes('callout', { kind }).run();
  else editor.chain().focus().wrapIn('callout', { kind }).run();
}

/** The kinds of callout that the selection may be put into. */
export const CALLOUTS: Block[] = CALLOUT_KINDS.map((kind) => ({
  name: `callout-${kind}`,
  label: CALLOUT_LABELS[kind],
  words: `${BLOCK_SYNONYMS.callout} ${BLOCK_SYNONYMS.calloutKinds[kind]}`,
  icon: CALLOUT_ICONS[kind],
  isActive: (editor) => editor.isActive('callout', { kind }),
  apply: (editor) => callout(editor, kind),
}));

const NEW_TABLE = { rows: 3, cols: 3, withHeaderRow: true } as const;

/** A part that folds away, put where the selection is, the caret in the line that stays visible. */
function insertDetails(editor: Editor): void {
  const { from } = editor.state.selection;
  const content = [{ type: 'detailsSummary' }, { type: 'paragraph' }];
  editor
    .chain()
    .focus()
    .insertContent({ type: 'details', attrs: { open: true }, content })
    .run();
  let summary: number | null = null;
  editor.state.doc.nodesBetween(Math.max(0, from - 2), editor.state.doc.content.size, (node, at) => {
    if (summary === null && node.type.name === 'detailsSummary' && node.content.size === 0) summary = at + 1;
    return summary === null;
  });
  if (summary !== null) editor.commands.setTextSelection(summary);
}

/** What is put into a page and is not a text turned into something. */
export const INSERTS: Block[] = [
  {
    name: 'table',
    label: WORDS.table,
    words: BLOCK_SYNONYMS.table,
    icon: IconTable,
    isActive: (editor) => editor.isActive('table'),
    apply: (editor) => editor.chain().focus().insertTable(NEW_TABLE).run(),
  },
  {
    name: 'image',
    label: WORDS.image,
    words: BLOCK_SYNONYMS.image,
    icon: IconPhoto,
    isActive: (editor) => editor.isActive('image'),
    apply: (_editor, { chooseImage }) => chooseImage?.(),
    isOffered: ({ chooseImage }) => chooseImage !== undefined,
  },
  {
    name: 'file',
    label: WORDS.file,
    words: BLOCK_SYNONYMS.file,
    icon: IconPaperclip,
    isActive: () => false,
    apply: (_editor, { chooseFile }) => chooseFile?.(),
    isOffered: ({ chooseFile }) => chooseFile !== undefined,
  },
  {
    name: 'horizontalRule',
    label: WORDS.divider,
    words: BLOCK_SYNONYMS.divider,
    icon: IconSeparatorHorizontal,
    isActive: (editor) => editor.isActive('horizontalRule'),
    apply: (editor) => editor.chain().focus().setHorizontalRule().run(),
  },
  {
    name: 'details',
    label: WORDS.details,
    words: BLOCK_SYNONYMS.details,
    icon: IconLayoutBottombarCollapse,
    isActive: (editor) => editor.isActive('details'),
    apply: insertDetails,
  },
];

const NEW_DIAGRAM = 'flowchart TD\n  A[First] --> B[Then]';

/** Formulas and diagrams. */
export const DRAWN: Block[] = [
  {
    name: 'blockMath',
    label: NODE_WORDS.formula,
    words: BLOCK_SYNONYMS.formula,
    icon: IconMath,
    isActive: (editor) => editor.isActive('blockMath'),
    apply: (editor) => insertFormula(editor, 'blockMath'),
  },
  {
    name: 'inlineMath',
    label: NODE_WORDS.inlineFormula,
    words: BLOCK_SYNONYMS.inlineFormula,
    icon: IconMathFunction,
    isActive: (editor) => editor.isActive('inlineMath'),
    apply: (editor) => insertFormula(editor, 'inlineMath'),
  },
  {
    name: 'diagram',
    label: NODE_WORDS.diagram,
    words: BLOCK_SYNONYMS.diagram,
    icon: IconSitemap,
    isActive: (editor) => editor.isActive('codeBlock', { language: 'mermaid' }),
    apply: insertDiagram,
  },
];

/** A diagram with something in it already, so that one sees what it is. */
function insertDiagram(editor: Editor): void {
  const content = [{ type: 'text', text: NEW_DIAGRAM }];
  editor
    .chain()
    .focus()
    .insertContent({ type: 'codeBlock', attrs: { language: 'mermaid' }, content })
    .run();
}

/** A part of the list of blocks, with its name where it needs one. */
export type BlockGroup = { label: string | null; blocks: Block[] };

/** The one list of what can stand in a page: the Insert menu, the slash menu and "turn into" show it or a part of it. */
const BLOCK_GROUPS: readonly BlockGroup[] = [
  { label: null, blocks: [...BLOCKS, ...INSERTS, ...DRAWN, ...IN_LINES] },
  { label: WORDS.callout, blocks: CALLOUTS },
];

/** What can be put into this page, by group. */
export function offeredGroups(acts: BlockActs): BlockGroup[] {
  const isOffered = (block: Block) => block.isOffered?.(acts) ?? true;
  return BLOCK_GROUPS.map(({ label, blocks }) => ({ label, blocks: blocks.filter(isOffered) }));
}

/** The blocks that answer what was typed, best first; all in their own order where nothing is typed. */
export function matchingBlocks(acts: BlockActs, typed: string): Block[] {
  const blocks = offeredGroups(acts).flatMap((group) => group.blocks);
  const scored = blocks.flatMap((block) => {
    const score = scoreOf(block, typed);
    return score === null ? [] : [{ block, score }];
  });
  return scored.sort((one, other) => other.score - one.score).map(({ block }) => block);
}

/** Puts a block where the selection is, with a line to write on after it. */
export function insertBlock(editor: Editor, block: Block, acts: BlockActs): void {
  block.apply(editor, acts);
  leaveRoomAfter(editor);
}

/** The innermost kind around the selection: a list item is a list before it is a paragraph. */
export function blockAt(editor: Editor): Block | null {
  return [...BLOCKS].reverse().find((block) => block.isActive(editor)) ?? null;
}
