import type { ItemNamed } from '@/server/domains/knowledge/mention.schema';
import { CONTENT_TYPE_LABELS } from '../labels';
import { StatusBadge } from '../status-badge';
import { MENTION_WORDS } from './labels';
import classes from './mentions.module.css';

/** What a card says of an item: title, type, status, owner, summary. Phrases only: it stands in a link or a paragraph. */
export function ItemFacts({ item }: { item: ItemNamed | null }) {
  if (item === null) return <span className={classes.unknown}>{MENTION_WORDS.nothing}</span>;
  const { author } = item;
  return (
    <>
      <span className={classes.title}>{item.title}</span>
      <span className={classes.facts}>
        <span>{CONTENT_TYPE_LABELS[item.contentType]}</span>
        <StatusBadge status={item.status} />
        <span>{author.left ? MENTION_WORDS.left(author.name) : author.name}</span>
      </span>
      {item.summary === '' ? null : <span className={classes.summary}>{item.summary}</span>}
    </>
  );
}
