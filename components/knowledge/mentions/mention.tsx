import type { JSONContent } from '@tiptap/core';
import Link from 'next/link';
import { personHref } from '@/components/ui/href';
import type { ItemNamed, PersonNamed } from '@/server/domains/knowledge/mention.schema';
import { itemPath } from '@/server/domains/knowledge/rules';
import { ItemFacts } from './item-card';
import { MENTION_WORDS } from './labels';
import classes from './mentions.module.css';

/** How a person is read in a text. */
export function personWords(person: PersonNamed | null): string {
  if (person === null) return `@${MENTION_WORDS.nobody}`;
  return `@${person.left ? MENTION_WORDS.left(person.name) : person.name}`;
}

type Marked = { 'data-mention': 'person' | 'item'; 'data-id': unknown };

/** Copied with its mark, it is a mention where it is pasted. */
const marked = (node: JSONContent): Marked => ({
  'data-mention': node.type === 'personMention' ? 'person' : 'item',
  'data-id': node.attrs?.id,
});

/** A person in a text that is read: leads to their page while they are here. */
export function PersonMention({ node }: { node: JSONContent }) {
  const person: PersonNamed | null = node.attrs?.named ?? null;
  const words = personWords(person);
  if (person === null || person.left)
    return (
      <span className={`${classes.person} ${classes.left}`} {...marked(node)}>
        {words}
      </span>
    );
  return (
    <Link href={personHref(person)} className={classes.person} prefetch={false} {...marked(node)}>
      {words}
    </Link>
  );
}

/** An item in a text that is read, by its title. */
export function ItemMention({ node }: { node: JSONContent }) {
  const item: ItemNamed | null = node.attrs?.named ?? null;
  if (item === null)
    return (
      <span className={classes.unknown} {...marked(node)}>
        {MENTION_WORDS.nothing}
      </span>
    );
  return (
    <Link href={itemPath(item)} className={classes.item} prefetch={false} {...marked(node)}>
      {item.title}
    </Link>
  );
}

/** An item alone in its paragraph, as a card. */
export function ItemCard({ node }: { node: JSONContent }) {
  const item: ItemNamed | null = node.attrs?.named ?? null;
  const mark = { ...marked(node), 'data-card': '' };
  if (item === null)
    return (
      <span className={classes.card} {...mark}>
        <ItemFacts item={null} />
      </span>
    );
  return (
    <Link href={itemPath(item)} className={classes.card} prefetch={false} aria-label={item.title} {...mark}>
      <ItemFacts item={item} />
    </Link>
  );
}
