import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPhoto, IconPlus, IconSeparatorHorizontal, IconTable, IconX } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { ICON } from '@/components/ui/theme';
import { BLOCKS, CALLOUTS } from './blocks';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { MentionItem } from './mentions/mention-item';
import { leaveRoomAfter } from './writing-room';

const NEW_TABLE = { rows: 3, cols: 3, withHeaderRow: true } as const;

/** Everything that can stand in a page, by name. */
export function InsertMenu({
  editor,
  onImage,
}: {
  editor: Editor;
  /** Asks for an image file; absent where none can be uploaded. */
  onImage?: () => void;
}) {
  const insert = (apply: (into: Editor) => void) => {
    apply(editor);
    leaveRoomAfter(editor);
  };
  const inCallout = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('callout') });
  return (
    <Menu position="bottom-start" width={240} trapFocus returnFocus={false} menuItemTabIndex={0} withinPortal>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          tabIndex={-1}
          data-tool
          leftSection={<IconPlus {...ICON} />}
          rightSection={<IconChevronDown {...ICON} size={14} />}
        >
          {WORDS.insert}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {BLOCKS.filter((block) => block.name !== 'paragraph').map(({ name, label, icon: Icon, apply }) => (
          <Menu.Item key={name} leftSection={<Icon {...ICON} />} onClick={() => insert(apply)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<IconTable {...ICON} />}
          onClick={() => insert((into) => into.chain().focus().insertTable(NEW_TABLE).run())}
        >
          {WORDS.table}
        </Menu.Item>
        <MentionItem editor={editor} />
        {onImage ? (
          <Menu.Item leftSection={<IconPhoto {...ICON} />} onClick={onImage}>
            {WORDS.image}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconSeparatorHorizontal {...ICON} />}
          onClick={() => insert((into) => into.chain().focus().setHorizontalRule().run())}
        >
          {WORDS.divider}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{WORDS.callout}</Menu.Label>
        {CALLOUTS.map(({ name, label, icon: Icon, apply }) => (
          <Menu.Item key={name} leftSection={<Icon {...ICON} />} onClick={() => insert(apply)}>
            {label}
          </Menu.Item>
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
