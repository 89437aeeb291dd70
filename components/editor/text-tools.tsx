import { Menu } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { ICON } from '@/components/ui/theme';
import { BLOCKS, blockAt } from './blocks';
import { WORDS } from './labels';
import { MarkTool } from './mark-tool';
import { MenuTool, Tool } from './tool';

/** The selection's block and marks. */
export function TextTools({ editor, onEditLink }: { editor: Editor; onEditLink: () => void }) {
  const now = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      block: blockAt(current)?.name ?? null,
      link: current.isActive('link'),
    }),
  });
  const block = BLOCKS.find((one) => one.name === now.block);
  return (
    <>
      <Menu position="bottom-start" width={200} returnFocus={false} menuItemTabIndex={0}>
        <Menu.Target>
          <MenuTool
            aria-label={`${WORDS.turnInto}: ${block?.label ?? WORDS.paragraph}`}
            onMouseDown={(event) => event.preventDefault()}
          >
            {block?.label ?? WORDS.paragraph}
          </MenuTool>
        </Menu.Target>
        <Menu.Dropdown data-editor-float>
          {BLOCKS.map(({ name, label, icon: Icon, apply }) => (
            <Menu.Item key={name} leftSection={<Icon {...ICON} />} onClick={() => apply(editor, {})}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <MarkTool editor={editor} mark="bold" />
      <MarkTool editor={editor} mark="italic" />
      <MarkTool editor={editor} mark="underline" />
      <MarkTool editor={editor} mark="strike" />
      <MarkTool editor={editor} mark="code" />
      <Tool icon={IconLink} label={WORDS.link} keys="Mod-K" pressed={now.link} onClick={onEditLink} />
    </>
  );
}
