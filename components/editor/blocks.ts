import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconBlockquote,
  IconBulb,
  IconH1,
  IconH2,
  IconH3,
  IconInfoCircle,
  IconLetterT,
  IconList,
  IconListCheck,
  IconListNumbers,
  IconMessageExclamation,
  IconSourceCode,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { CALLOUT_KINDS, type CalloutKind } from '@/server/domains/knowledge/document.schema';
import { CALLOUT_LABELS, WORDS } from './labels';
import type { ToolIcon } from './tool';

/** A kind of block: what it is called, when the selection is in one, and how to make one of the selection. */
export type Block = {
  name: string;
  label: string;
  icon: ToolIcon;
  isActive: (editor: Editor) => boolean;
  apply: (editor: Editor) => void;
};

const HEADING_ICONS = { 1: IconH1, 2: IconH2, 3: IconH3 } as const;

const headings: Block[] = ([1, 2, 3] as const).map((level) => ({
  name: `heading-${level}`,
  label: WORDS.heading(level),
  icon: HEADING_ICONS[level],
  isActive: (editor) => editor.isActive('heading', { level }),
  apply: (editor) => editor.chain().focus().setHeading({ level }).run(),
}));

/** What the selection may be turned into, the plain paragraph first. */
export const BLOCKS: Block[] = [
  {
    name: 'paragraph',
    label: WORDS.paragraph,
    icon: IconLetterT,
    isActive: (editor) => editor.isActive('paragraph'),
    apply: (editor) => editor.chain().focus().clearNodes().run(),
  },
  ...headings,
  {
    name: 'bulletList',
    label: WORDS.bulletList,
    icon: IconList,
    isActive: (editor) => editor.isActive('bulletList'),
    apply: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    label: WORDS.orderedList,
    icon: IconListNumbers,
    isActive: (editor) => editor.isActive('orderedList'),
    apply: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'taskList',
    label: WORDS.taskList,
    icon: IconListCheck,
    isActive: (editor) => editor.isActive('taskList'),
    apply: (editor) => editor.chain().focus().toggleTaskList().run(),
  },
  {
    name: 'blockquote',
    label: WORDS.blockquote,
    icon: IconBlockquote,
    isActive: (editor) => editor.isActive('blockquote'),
    apply: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    name: 'codeBlock',
    label: WORDS.codeBlock,
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
  icon: CALLOUT_ICONS[kind],
  isActive: (editor) => editor.isActive('callout', { kind }),
  apply: (editor) => callout(editor, kind),
}));

/** The innermost kind around the selection: a list item is a list before it is a paragraph. */
export function blockAt(editor: Editor): Block | null {
  return [...BLOCKS].reverse().find((block) => block.isActive(editor)) ?? null;
}
