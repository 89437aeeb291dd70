import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBold, IconIndentDecrease, IconIndentIncrease, IconItalic, IconKeyboardHide } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { useEffect, useState } from 'react';
import { blockAt } from '../blocks';
import editorClasses from '../editor.module.css';
import { BlockMenuItems } from '../handle/block-menu';
import { WORDS } from '../labels';
import { TableTools } from '../table-tools';
import { Bar, MenuTool, Tool } from '../tool';
import { TOUCH } from './touch';
import classes from './touch.module.css';

const ITEMS = ['listItem', 'taskItem'] as const;

/** How much of the window's foot the keyboard of a phone covers. */
function useKeyboardHeight(): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const { visualViewport: seen } = window;
    if (!seen) return;
    // Whoever looks closer with two fingers sees less as well; no keyboard is open for that.
    const look = () =>
      setHeight(Math.max(0, Math.round(window.innerHeight - seen.height * seen.scale - seen.offsetTop)));
    look();
    seen.addEventListener('resize', look);
    seen.addEventListener('scroll', look);
    return () => {
      seen.removeEventListener('resize', look);
      seen.removeEventListener('scroll', look);
    };
  }, []);
  return height;
}

function BlockMenu({ editor }: { editor: Editor }) {
  const label = useEditorState({ editor, selector: ({ editor: now }) => blockAt(now)?.label ?? WORDS.paragraph });
  const [opened, setOpened] = useState(false);
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="top-start"
      width={260}
      trapFocus
      returnFocus={false}
      menuItemTabIndex={0}
      onClose={() => editor.commands.focus()}
    >
      <Menu.Target>
        <MenuTool aria-label={WORDS.blockMenu(label)} up>
          {label}
        </MenuTool>
      </Menu.Target>
      <Menu.Dropdown className={editorClasses.menu} data-editor-float>
        {opened ? <BlockMenuItems editor={editor} at={null} /> : null}
      </Menu.Dropdown>
    </Menu>
  );
}

/** In or out by one level: there is no Tab on a phone. */
function indent(editor: Editor, step: 'sinkListItem' | 'liftListItem'): void {
  for (const item of ITEMS) if (editor.isActive(item)) editor.chain().focus()[step](item).run();
}

function Tools({ editor }: { editor: Editor }) {
  const now = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      bold: current.isActive('bold'),
      italic: current.isActive('italic'),
      list: ITEMS.some((item) => current.isActive(item)),
      table: current.isActive('table'),
    }),
  });
  return (
    <>
      <BlockMenu editor={editor} />
      <Tool
        icon={IconBold}
        label={WORDS.bold}
        pressed={now.bold}
        onClick={() => editor.chain().focus().toggleBold().run()}
      />
      <Tool
        icon={IconItalic}
        label={WORDS.italic}
        pressed={now.italic}
        onClick={() => editor.chain().focus().toggleItalic().run()}
      />
      {now.list ? (
        <>
          <Tool icon={IconIndentDecrease} label={WORDS.outdent} onClick={() => indent(editor, 'liftListItem')} />
          <Tool icon={IconIndentIncrease} label={WORDS.indent} onClick={() => indent(editor, 'sinkListItem')} />
        </>
      ) : null}
      {now.table ? <TableTools editor={editor} position="top-start" /> : null}
      <Tool icon={IconKeyboardHide} label={WORDS.hideKeyboard} onClick={() => editor.commands.blur()} />
    </>
  );
}

/** On a phone or tablet: what one does most, above the keyboard, in reach of a thumb. */
export function TouchBar({ editor }: { editor: Editor }) {
  const isTouch = useMediaQuery(TOUCH);
  const keyboard = useKeyboardHeight();
  useEffect(() => {
    // The browser brings the caret above its keyboard, not above this bar.
    if (isTouch && keyboard > 0 && editor.isFocused) editor.commands.scrollIntoView();
  }, [editor, isTouch, keyboard]);
  if (!isTouch) return null;
  return (
    <>
      {/* So that the last line, too, can be scrolled to above the keyboard. */}
      <div style={{ height: keyboard }} />
      <div className={classes.place} style={{ bottom: keyboard }}>
        <Bar label={WORDS.touchBar} onEscape={() => editor.commands.focus()} className={classes.bar}>
          <Tools editor={editor} />
        </Bar>
      </div>
    </>
  );
}
