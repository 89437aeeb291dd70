import { Menu } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { NodeSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { ICON } from '@/components/ui/theme';
import editorClasses from '../editor.module.css';
import { WORDS } from '../labels';
import { BlockMenuItems } from './block-menu';
import { caretBlock } from './block-range';
import classes from './handle.module.css';
import { type ShownDrag, useBlockDrag } from './use-block-drag';
import { placeOfElement, useHandlePlace } from './use-handle-place';

type OpenRef = RefObject<(() => boolean) | null>;

/** Gives the key of the menu what opens it for the caret's block. */
function useOpenByKey(editor: Editor, openRef: OpenRef, open: (element: HTMLElement) => void): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    openRef.current = () => {
      const at = caretBlock(editor.state);
      const element = at === null ? null : editor.view.nodeDOM(at);
      if (!(element instanceof HTMLElement)) return false;
      latest.current(element);
      return true;
    };
    return () => {
      openRef.current = null;
    };
  }, [editor, openRef]);
}

/** What moves, and the line where it would go. */
function Drag({ shown: { moved, line } }: { shown: ShownDrag }) {
  const { top, left } = moved;
  return (
    <>
      <div className={classes.moved} style={{ top, left, width: moved.right - left, height: moved.bottom - top }} />
      {line ? (
        <div
          className={classes.line}
          data-testid="drop-line"
          style={{ top: line.top, left: line.left, width: line.right - line.left }}
        />
      ) : null}
    </>
  );
}

/** The handle beside the block under the pointer or the caret: drag it to move the block, press it for its menu. */
export function BlockHandle({
  editor,
  page,
  openRef,
}: {
  editor: Editor;
  /** What the text lies in. */
  page: RefObject<HTMLElement | null>;
  /** Is given the way to open the menu for the caret's block. */
  openRef: OpenRef;
}) {
  const [opened, setOpened] = useState<{ at: number | null } | null>(null);
  const { place, show } = useHandlePlace(editor, page, opened !== null);
  const drag = useBlockDrag(editor, page);
  useOpenByKey(editor, openRef, (element) => {
    show(element);
    setOpened({ at: null });
  });
  const close = () => {
    setOpened(null);
    editor.commands.focus();
  };
  const openHere = () => {
    const at = place && placeOfElement(editor, place.element);
    if (at === null) return;
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, at)));
    setOpened({ at });
  };
  return (
    <>
      {drag.shown ? <Drag shown={drag.shown} /> : null}
      <Menu
        opened={opened !== null}
        onChange={(next) => (next ? undefined : close())}
        position="bottom-start"
        width={260}
        trapFocus
        returnFocus={false}
        menuItemTabIndex={0}
      >
        <Menu.Target>
          {/* The same menu has a key, and stands in the bar on a phone. */}
          <button
            type="button"
            className={classes.handle}
            style={{ top: place?.top ?? 0 }}
            hidden={place === null}
            tabIndex={-1}
            aria-label={WORDS.blockHandle}
            title={WORDS.blockHandle}
            draggable
            onDragStart={(event) => {
              if (place) drag.begin(place.element, event);
            }}
            onDragEnd={drag.end}
            onClick={openHere}
          >
            <IconGripVertical {...ICON} />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={editorClasses.menu} data-editor-float>
          {opened ? <BlockMenuItems editor={editor} at={opened.at} /> : null}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
