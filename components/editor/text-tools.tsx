import { Menu } from '@mantine/core';
import { IconBold, IconCode, IconItalic, IconLink, IconStrikethrough } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { ICON } from '@/components/ui/theme';
import { BLOCKS, blockAt } from './blocks';
import { WORDS } from './labels';
import { MenuTool, Tool } from './tool';

/** The selection's block and marks. */
export function TextTools({ editor, onEditLink }: { editor: Editor; onEditLink: () => void }) {
  const now = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      block: blockAt(current)?.name ?? null,
      bold: current.isActive('bold'),
      italic: current.isActive('italic'),
      strike: current.isActive('strike'),
      code: current.isActive('code'),
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
      <Tool
        icon={IconBold}
        label={WORDS.bold}
        keys="Mod-B"
        pressed={now.bold}
        onClick={() => editor.chain().focus().toggleBold().run()}
      />
      <Tool
        icon={IconItalic}
        label={WORDS.italic}
        keys="Mod-I"
        pressed={now.italic}
        onClick={() => editor.chain().focus().toggleItalic().run()}
      />
      <Tool
        icon={IconStrikethrough}
        label={WORDS.strike}
        keys="Mod-Shift-S"
        pressed={now.strike}
        onClick={() => editor.chain().focus().toggleStrike().run()}
      />
      <Tool
        icon={IconCode}
        label={WORDS.code}
        keys="Mod-E"
        pressed={now.code}
        onClick={() => editor.chain().focus().toggleCode().run()}
      />
      <Tool icon={IconLink} label={WORDS.link} keys="Mod-K" pressed={now.link} onClick={onEditLink} />
    </>
  );
}
