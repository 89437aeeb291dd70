import type { KeyHint } from '@/components/ui/keys';
import { keysInWords } from '@/components/ui/keys';

const hint = (keys: string, does: string): KeyHint => ({ keys: keysInWords(keys).split(' '), does });

/** The keys of the editor, as `?` shows them. A list to be made when it is shown: it says what this keyboard has. */
export const editorKeyHints = (): readonly KeyHint[] => [
  hint('/', 'Everything that can stand in a page, in an empty line or after a space'),
  hint('Mod-Alt-1', 'Heading 1; 2 and 3 the smaller ones, 0 plain text'),
  hint('Mod-Shift-8', 'Bullet list; 7 a numbered one, 9 tasks'),
  hint('Mod-B', 'Bold; I italic, U underlined, E code'),
  hint('Mod-K', 'A link at the caret or of what is selected; once more: find or do anything'),
  hint('Tab', 'In a list deeper, in code a step to the right, in a table the next cell; elsewhere nothing'),
  hint('Mod-Enter', 'Tick the task, or untick it'),
  { keys: ['Esc', 'Tab'], inTurn: true, does: 'Out of the text; Esc alone ends what is selected, and stays' },
  hint('Shift-Enter', 'A new line in the same paragraph'),
  hint('Alt-Shift-↑', 'Move the block up; ↓ down'),
  hint('Mod-/', 'What can be done with the block; Alt F9 where / needs Shift'),
  hint('Alt-Shift-→', 'A wider column of a table; ← narrower'),
  hint('Alt-F10', 'To the tools of the selection, of the block, or above the text'),
  hint('Mod-F', 'Find in the text'),
  hint('F3', 'Next match; with Shift the one before'),
  hint('Mod-H', 'Find and replace'),
];
