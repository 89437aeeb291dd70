import { Menu } from '@mantine/core';
import { IconIndentDecrease, IconIndentIncrease, IconKeyboardHide, IconLink } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type ReactNode, useEffect, useState } from 'react';
import { blockAt } from '../blocks';
import editorClasses from '../editor.module.css';
import { BlockMenuItems } from '../handle/block-menu';
import { HistoryTool } from '../history-tools';
import { InsertMenu } from '../insert-menu';
import { WORDS } from '../labels';
import { LinkForm } from '../link-form';
import { linkPlaceOf } from '../link-place';
import { selectWord } from '../link-tools';
import { MarkTool } from '../mark-tool';
import type { MentionDoor } from '../mentions';
import { TableTools } from '../table-tools';
import { Bar, MenuTool, Tool } from '../tool';
import type { ToolDoors } from '../tool-extensions';
import type { Linking } from '../use-linking';
import { useTouch } from './touch';
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

/** Where nothing is selected, the word at the caret becomes the link; where there is none, what is typed does. */
function LinkTool({ editor, onEdit }: { editor: Editor; onEdit: () => void }) {
  const now = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      pressed: current.isActive('link'),
      can: linkPlaceOf(current.state) !== null,
    }),
  });
  return (
    <Tool
      icon={IconLink}
      label={WORDS.link}
      pressed={now.pressed}
      disabled={!now.can}
      onClick={() => {
        selectWord(editor);
        onEdit();
      }}
    />
  );
}

type ToolsProps = { editor: Editor; doors: ToolDoors; onEditLink: () => void; more: ReactNode };

/** What is used most comes first; what belongs to a list or a table is there where the caret is in one. */
function Tools({ editor, doors, onEditLink, more }: ToolsProps) {
  const now = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      list: ITEMS.some((item) => current.isActive(item)),
      table: current.isActive('table'),
    }),
  });
  return (
    <>
      <div className={classes.row}>
        <BlockMenu editor={editor} />
        <MarkTool editor={editor} mark="bold" />
        <MarkTool editor={editor} mark="italic" />
        <LinkTool editor={editor} onEdit={onEditLink} />
        {now.list ? (
          <>
            <Tool icon={IconIndentDecrease} label={WORDS.outdent} onClick={() => indent(editor, 'liftListItem')} />
            <Tool icon={IconIndentIncrease} label={WORDS.indent} onClick={() => indent(editor, 'sinkListItem')} />
          </>
        ) : null}
        {now.table ? <TableTools editor={editor} position="top-start" /> : null}
        <HistoryTool editor={editor} act="undo" />
        <InsertMenu editor={editor} acts={doors.acts} up />
        {more}
        <MarkTool editor={editor} mark="underline" />
        <MarkTool editor={editor} mark="code" />
        <MarkTool editor={editor} mark="strike" />
        <HistoryTool editor={editor} act="redo" />
      </div>
      <Tool icon={IconKeyboardHide} label={WORDS.hideKeyboard} onClick={() => editor.commands.blur()} />
    </>
  );
}

export type TouchBarProps = {
  editor: Editor;
  doors: ToolDoors;
  /** Answers for items whose titles are typed in place of an address. */
  door: MentionDoor | undefined;
  linking: Linking;
  /** What else stands in the bar. */
  more: ReactNode;
};

/** On a phone or tablet all tools stand in one row above the keyboard, in reach of a thumb. */
export function TouchBar({ editor, doors, door, linking, more }: TouchBarProps) {
  const isTouch = useTouch();
  const keyboard = useKeyboardHeight();
  useEffect(() => {
    // The browser brings the caret above its keyboard, not above this bar.
    if (isTouch && keyboard > 0 && editor.isFocused) editor.commands.scrollIntoView();
  }, [editor, isTouch, keyboard]);
  if (!isTouch) return null;
  const backToText = () => {
    linking.close();
    editor.commands.focus();
  };
  return (
    <>
      {/* So that the last line, too, can be scrolled to above the keyboard. */}
      <div style={{ height: keyboard }} />
      <div className={classes.place} style={{ bottom: keyboard }}>
        <Bar label={WORDS.touchBar} onEscape={backToText} className={classes.bar}>
          {linking.place ? (
            <LinkForm editor={editor} door={door} place={linking.place} onDone={backToText} />
          ) : (
            <Tools editor={editor} doors={doors} onEditLink={linking.open} more={more} />
          )}
        </Bar>
      </div>
    </>
  );
}
