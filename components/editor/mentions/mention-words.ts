import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { MentionNames } from './mention-names';

/** Whether a node of a text names a person or an item. */
export const isMention = ({ type }: DocumentNode): boolean =>
  type.name === 'personMention' || type.name === 'itemMention';

/** How mentions are read by whoever writes: a name or a title; nothing where it is not known. */
export function mentionWords(names: MentionNames): (mention: DocumentNode) => string {
  return ({ type, attrs }) => {
    const id = String(attrs.id);
    return (type.name === 'personMention' ? names.person(id)?.name : names.item(id)?.title) ?? '';
  };
}
