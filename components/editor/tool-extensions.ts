import type { AnyExtension } from '@tiptap/core';
import type { Editor } from '@tiptap/react';
import type { BlockActs } from './blocks';
import { Find, findStateOf } from './find/find-plugin';
import { moveByKey } from './handle/block-menu';
import { KeptSelection } from './kept-selection';
import { Leaving } from './leaving';
import { hideBar } from './selection-bar';
import { SlashMenu } from './slash/slash-menu';
import { SlashStore } from './slash/slash-store';
import { resizeColumns } from './table/column-width';
import { UndoCaret } from './undo-caret';
import { WritingKeys } from './writing-keys';

/** What the tools around the text give to the extensions inside it. */
export type ToolDoors = {
  slash: SlashStore;
  /** What the page can do for a block that is put into it. */
  acts: BlockActs;
  editor: Editor | null;
  openBlockMenu: { current: (() => boolean) | null };
  leaving: Leaving;
  /** Opens the form for a link. @returns whether one can stand at the selection */
  editLink: { current: (() => boolean) | null };
  /** Opens the field for what the chosen image shows. */
  describe: { current: (() => void) | null };
};

/** The doors of one editor, before it is there. */
export function toolDoors(): ToolDoors {
  const doors: ToolDoors = {
    slash: new SlashStore(() => doors.acts),
    acts: {},
    editor: null,
    openBlockMenu: { current: null },
    leaving: new Leaving(),
    editLink: { current: null },
    describe: { current: null },
  };
  return doors;
}

/** The slash menu, find, and the keys of the tools. */
export function toolExtensions(doors: ToolDoors): AnyExtension[] {
  const withEditor = (act: (editor: Editor) => boolean) => doors.editor !== null && act(doors.editor);
  return [
    SlashMenu.configure({ store: doors.slash }),
    Find,
    UndoCaret,
    KeptSelection,
    WritingKeys.configure({
      moveBlocks: (step) => withEditor((editor) => moveByKey(editor, step)),
      blockMenu: () => doors.openBlockMenu.current?.() ?? false,
      isLooking: () => withEditor((editor) => findStateOf(editor.state).finder !== null),
      hideBar: () => doors.editor && hideBar(doors.editor),
      leaving: doors.leaving,
      resizeColumn: (step) => withEditor((editor) => resizeColumns(editor, step)),
    }),
  ];
}
