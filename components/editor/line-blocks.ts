import { IconAt, IconLink } from '@tabler/icons-react';
import type { Block } from './blocks';
import { BLOCK_SYNONYMS, WORDS } from './labels';
import { MENTION_TOOLS } from './mentions/labels';
import { openMentions } from './mentions/mention-suggestion';

/** What stands in a line of text and is listed beside the blocks. */
export const IN_LINES: Block[] = [
  {
    name: 'mention',
    label: MENTION_TOOLS.insert,
    words: BLOCK_SYNONYMS.mention,
    icon: IconAt,
    isActive: () => false,
    apply: (editor) => openMentions(editor),
    isOffered: ({ mayMention: may }) => may === true,
  },
  {
    name: 'link',
    label: WORDS.insertLink,
    words: BLOCK_SYNONYMS.link,
    icon: IconLink,
    keys: 'Mod-K',
    isActive: (editor) => editor.isActive('link'),
    apply: (_editor, { editLink }) => editLink?.(),
    isOffered: ({ editLink }) => editLink !== undefined,
  },
];
