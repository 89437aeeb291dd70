import { Menu } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { ICON } from '@/components/ui/theme';
import { MENTION_TOOLS } from './labels';
import { mayMention, openMentions } from './mention-suggestion';

/** The way to mentions for whoever does not know the at-sign. */
export function MentionItem({ editor }: { editor: Editor }) {
  if (!mayMention(editor)) return null;
  return (
    <Menu.Item leftSection={<IconAt {...ICON} />} onClick={() => openMentions(editor)}>
      {MENTION_TOOLS.insert}
    </Menu.Item>
  );
}
