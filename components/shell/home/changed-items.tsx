import { Text } from '@mantine/core';
import Link from 'next/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { itemPath } from '@/server/domains/knowledge/rules';
import classes from './home.module.css';

type Changed = { id: string; title: string; summary: string; author: { id: string; name: string }; updatedAt: Date };

/** What changed lately among what the person may read. */
export function ChangedItems({ items }: { items: readonly Changed[] }) {
  return (
    <ul className={classes.list} aria-label="Changed lately">
      {items.map((item) => (
        <li key={item.id} className={classes.changed} data-row>
          <div className={classes.words}>
            <Link href={itemPath(item)} className={classes.thing} data-row-link prefetch={false}>
              {item.title}
            </Link>
            {item.summary ? (
              <Text size="sm" c="dimmed" lineClamp={1} className={classes.summary}>
                {item.summary}
              </Text>
            ) : null}
          </div>
          <Text size="sm" c="dimmed" className={classes.when}>
            {item.author.name} · <RelativeTime at={item.updatedAt} />
          </Text>
        </li>
      ))}
    </ul>
  );
}
