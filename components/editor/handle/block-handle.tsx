import { Menu } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { NodeSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { type DragEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { ICON } from '@/components/ui/theme';
import editorClasses from '../editor.module.css';
import { WORDS } from '../labels';
import { BlockMenuItems } from './block-menu';
import { caretBlock } from './block-range';
import classes from './handle.module.css';
import { placeOfElement, useHandlePlace } from './use-handle-place';

/** ProseMirror looks after a drag that begins in the text; this one begins beside it. */
const AFTER_DROP_MS = 50;

function beginDrag(editor: Editor, at: number, event: DragEvent): void {
  const { view } = editor;
  const selection = NodeSelection.create(view.state.doc, at);
  const slice = selection.content();
  view.dispatch(view.state.tr.setSelection(selection));
  const { dom, text } = view.serializeForClipboard(slice);
  event.dataTransfer.clearData();
  event.dataTransfer.setData('text/html', dom.innerHTML);
  event.dataTransfer.setData('text/plain', text);
  event.dataTransfer.effectAllowed = 'copyMove';
  const shown = view.nodeDOM(at);
  if (shown instanceof HTMLElement) event.dataTransfer.setDragImage(shown, 0, 0);
  // With the node it was taken from, which the types of ProseMirror do not tell of.
  view.dragging = Object.assign({ slice, move: true }, { node: selection });
}

function endDrag(editor: Editor): void {
  const { view } = editor;
  const { dragging } = view;
  window.setTimeout(() => {
    if (view.dragging === dragging) view.dragging = null;
  }, AFTER_DROP_MS);
}

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
            const at = place && placeOfElement(editor, place.element);
            if (at !== null) beginDrag(editor, at, event);
          }}
          onDragEnd={() => endDrag(editor)}
          onClick={openHere}
        >
          <IconGripVertical {...ICON} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={editorClasses.menu} data-editor-float>
        {opened ? <BlockMenuItems editor={editor} at={opened.at} /> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
