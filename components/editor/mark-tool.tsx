import { IconBold, IconCode, IconItalic, IconStrikethrough, IconUnderline } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { WORDS } from './labels';
import { Tool } from './tool';

const MARKS = {
  bold: { icon: IconBold, label: WORDS.bold, keys: 'Mod-B' },
  italic: { icon: IconItalic, label: WORDS.italic, keys: 'Mod-I' },
  underline: { icon: IconUnderline, label: WORDS.underline, keys: 'Mod-U' },
  strike: { icon: IconStrikethrough, label: WORDS.strike, keys: 'Mod-Shift-S' },
  code: { icon: IconCode, label: WORDS.code, keys: 'Mod-E' },
} as const;

/** Gives the words that are selected a look, or takes it from them. */
export function MarkTool({ editor, mark }: { editor: Editor; mark: keyof typeof MARKS }) {
  const pressed = useEditorState({ editor, selector: ({ editor: now }) => now.isActive(mark) });
  return <Tool {...MARKS[mark]} pressed={pressed} onClick={() => editor.chain().focus().toggleMark(mark).run()} />;
}
