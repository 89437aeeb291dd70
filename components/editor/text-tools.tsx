import { Menu } from '@mantine/core';
import { IconBold, IconCode, IconItalic, IconLink, IconStrikethrough, IconUnderline } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { ICON } from '@/components/ui/theme';
import { BLOCKS, blockAt } from './blocks';
import { WORDS } from './labels';
import { MenuTool, Tool, type ToolIcon } from './tool';

type MarkTool = { name: string; label: string; icon: ToolIcon; keys: string };

const MARKS: readonly MarkTool[] = [
  { name: 'bold', label: WORDS.bold, icon: IconBold, keys: 'Mod-B' },
  { name: 'italic', label: WORDS.italic, icon: IconItalic, keys: 'Mod-I' },
  { name: 'underline', label: WORDS.underline, icon: IconUnderline, keys: 'Mod-U' },
  { name: 'strike', label: WORDS.strike, icon: IconStrikethrough, keys: 'Mod-Shift-S' },
  { name: 'code', label: WORDS.code, icon: IconCode, keys: 'Mod-E' },
];

/** The selection's block and marks. */
export function TextTools({ editor, onEditLink }: { editor: Editor; onEditLink: () => void }) {
  const now = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      block: blockAt(current)?.name ?? null,
      marks: MARKS.filter(({ name }) => current.isActive(name)).map(({ name }) => name),
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
      {MARKS.map(({ name, label, icon, keys }) => (
        <Tool
          key={name}
          icon={icon}
          label={label}
          keys={keys}
          pressed={now.marks.includes(name)}
          onClick={() => editor.chain().focus().toggleMark(name).run()}
        />
      ))}
      <Tool icon={IconLink} label={WORDS.link} keys="Mod-K" pressed={now.link} onClick={onEditLink} />
    </>
  );
}
