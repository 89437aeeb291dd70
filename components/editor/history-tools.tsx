import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { WORDS } from './labels';
import { Tool } from './tool';

const ACTS = {
  undo: { icon: IconArrowBackUp, label: WORDS.undo, keys: 'Mod-Z' },
  redo: { icon: IconArrowForwardUp, label: WORDS.redo, keys: 'Mod-Shift-Z' },
} as const;

/** Takes back what one wrote oneself, or does it again. */
export function HistoryTool({ editor, act }: { editor: Editor; act: keyof typeof ACTS }) {
  const can = useEditorState({ editor, selector: ({ editor: now }) => now.can()[act]() });
  return <Tool {...ACTS[act]} disabled={!can} onClick={() => editor.chain().focus()[act]().run()} />;
}
