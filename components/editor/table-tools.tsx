import { Menu } from '@mantine/core';
import { type Editor, useEditorState } from '@tiptap/react';
import { keysInWords } from '@/components/ui/keys';
import { ICON } from '@/components/ui/theme';
import classes from './editor.module.css';
import { TABLE_MENUS, type TableMenu } from './table/table-acts';
import { MenuTool } from './tool';

function ActItems({ editor, acts }: { editor: Editor; acts: TableMenu['acts'] }) {
  const possible = useEditorState({
    editor,
    selector: ({ editor: now }) => acts.map(({ can }) => can?.(now) ?? true).join(),
  }).split(',');
  const first = possible.indexOf('true');
  return acts.map(({ label, icon: Icon, keys, run, isRepeated = false }, index) => (
    <Menu.Item
      key={label}
      leftSection={<Icon {...ICON} />}
      rightSection={keys ? <span className={classes.keys}>{keysInWords(keys)}</span> : null}
      disabled={possible[index] === 'false'}
      // Where the first of all cannot be chosen, the focus would stay outside the menu.
      data-autofocus={index === first || undefined}
      closeMenuOnClick={!isRepeated}
      onClick={() => run(editor)}
    >
      {label}
    </Menu.Item>
  ));
}

/** Rows, columns and cells of the table around the caret: a menu for each. */
export function TableTools({
  editor,
  position = 'bottom-start',
}: {
  editor: Editor;
  /** Where the menus open, seen from the bar. */
  position?: 'bottom-start' | 'top-start';
}) {
  return TABLE_MENUS.map(({ name, label, acts }) => (
    <Menu
      key={name}
      position={position}
      width={290}
      trapFocus
      returnFocus={false}
      menuItemTabIndex={0}
      onClose={() => editor.commands.focus(null, { scrollIntoView: false })}
    >
      <Menu.Target>
        <MenuTool onMouseDown={(event) => event.preventDefault()}>{label}</MenuTool>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu} data-editor-float>
        <ActItems editor={editor} acts={acts} />
      </Menu.Dropdown>
    </Menu>
  ));
}
