import {
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconColumnRemove,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconRowRemove,
  IconTableRow,
  IconTrash,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { WORDS } from './labels';
import { Tool, type ToolIcon } from './tool';

type TableAct = { label: string; icon: ToolIcon; run: (editor: Editor) => void };

const ACTS: TableAct[] = [
  { label: WORDS.rowAbove, icon: IconRowInsertTop, run: (editor) => editor.chain().focus().addRowBefore().run() },
  { label: WORDS.rowBelow, icon: IconRowInsertBottom, run: (editor) => editor.chain().focus().addRowAfter().run() },
  {
    label: WORDS.columnLeft,
    icon: IconColumnInsertLeft,
    run: (editor) => editor.chain().focus().addColumnBefore().run(),
  },
  {
    label: WORDS.columnRight,
    icon: IconColumnInsertRight,
    run: (editor) => editor.chain().focus().addColumnAfter().run(),
  },
  { label: WORDS.deleteRow, icon: IconRowRemove, run: (editor) => editor.chain().focus().deleteRow().run() },
  { label: WORDS.deleteColumn, icon: IconColumnRemove, run: (editor) => editor.chain().focus().deleteColumn().run() },
  { label: WORDS.headerRow, icon: IconTableRow, run: (editor) => editor.chain().focus().toggleHeaderRow().run() },
  { label: WORDS.deleteTable, icon: IconTrash, run: (editor) => editor.chain().focus().deleteTable().run() },
];

/** Rows and columns of the table around the caret. */
export function TableTools({ editor }: { editor: Editor }) {
  return ACTS.map(({ label, icon, run }) => <Tool key={label} icon={icon} label={label} onClick={() => run(editor)} />);
}
