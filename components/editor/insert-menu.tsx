import { Menu } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { Fragment, useRef } from 'react';
import { ICON } from '@/components/ui/theme';
import { type BlockActs, insertBlock, offeredGroups } from './blocks';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { MenuTool } from './tool';

type InsertMenuProps = {
  editor: Editor;
  acts: BlockActs;
  /** It opens above a bar at the foot. */
  up?: boolean;
};

/** Everything that can stand in a page, by name. */
export function InsertMenu({ editor, acts, up = false }: InsertMenuProps) {
  const hasChosen = useRef(false);
  const inCallout = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('callout') });
  return (
    <Menu
      position={up ? 'top-start' : 'bottom-start'}
      width={240}
      trapFocus
      returnFocus={false}
      menuItemTabIndex={0}
      onClose={() => {
        // What is put in takes the focus itself, to a form of its own for instance.
        if (up && !hasChosen.current) editor.commands.focus();
        hasChosen.current = false;
      }}
    >
      <Menu.Target>
        <MenuTool leftSection={<IconPlus {...ICON} />} up={up}>
          {WORDS.insert}
        </MenuTool>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {offeredGroups(acts).map((group) => (
          <Fragment key={group.label}>
            {group.label === null ? null : (
              <>
                <Menu.Divider />
                <Menu.Label>{group.label}</Menu.Label>
              </>
            )}
            {group.blocks
              .filter((block) => block.name !== 'paragraph')
              .map((block) => (
                <Menu.Item
                  key={block.name}
                  leftSection={<block.icon {...ICON} />}
                  onClick={() => {
                    hasChosen.current = true;
                    insertBlock(editor, block, acts);
                  }}
                >
                  {block.label}
                </Menu.Item>
              ))}
          </Fragment>
        ))}
        {inCallout ? (
          <Menu.Item leftSection={<IconX {...ICON} />} onClick={() => editor.chain().focus().lift('callout').run()}>
            {WORDS.removeCallout}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
