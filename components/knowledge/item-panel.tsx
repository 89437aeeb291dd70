import { Anchor, Badge, Group } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PersonName } from '@/components/ui/person';
import { DueTime, RelativeTime } from '@/components/ui/relative-time';
import { FactList, PanelSection, SidePanel } from '@/components/ui/side-panel';
import { sizeLabel } from '@/components/ui/size';
import { attachmentPath, itemPath, reviewedAt } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import classes from './knowledge.module.css';
import { EXPERTISE_LABELS, minutesLabel } from './labels';

type ItemPage = inferRouterOutputs<AppRouter>['knowledge']['item']['page'];

/** Beside the text: its outline, facts, people, links and files. Rendered on the server. */
export function ItemPanel({ page }: { page: Omit<ItemPage, 'document'> }) {
  const { item, outline, parent, children, prerequisites, relatedItems, attachments } = page;
  // A first heading that repeats the title is not shown in the text either.
  const shown = outline.filter(
    (heading, index) => index > 0 || heading.text.toLowerCase() !== item.title.toLowerCase(),
  );
  return (
    <SidePanel label="About this item">
      {shown.length > 1 ? (
        <PanelSection title="On this page">
          <ol className={classes.outline}>
            {shown.map((heading) => (
              <li key={heading.slug} data-level={heading.level}>
                <a href={`#${heading.slug}`}>{heading.text || 'Untitled'}</a>
              </li>
            ))}
          </ol>
        </PanelSection>
      ) : null}
      <PanelSection title="People">
        <FactList
          facts={[
            { name: 'Author', value: <PersonName person={item.author} /> },
            { name: 'Maintainers', value: <People people={item.maintainers} /> },
            ...(item.reviewers.length > 0 ? [{ name: 'Reviewers', value: <People people={item.reviewers} /> }] : []),
          ]}
        />
      </PanelSection>
      <Facts item={item} />
      <Items title="Stands below" items={parent ? [parent] : []} />
      <Items title="Below this" items={children} />
      <Items title="To be read before" items={prerequisites} />
      <Items title="Related" items={relatedItems} />
      {attachments.length > 0 ? (
        <PanelSection title="Files">
          <ul className={classes.links}>
            {attachments.map((file) => (
              <li key={file.id}>
                <Anchor href={attachmentPath(file)} size="sm">
                  {file.name}
                </Anchor>{' '}
                <span className={classes.quiet}>{sizeLabel(file.sizeBytes)}</span>
              </li>
            ))}
          </ul>
        </PanelSection>
      ) : null}
    </SidePanel>
  );
}

function Facts({ item }: { item: ItemPage['item'] }) {
  const { metadata } = item;
  const reviewed = reviewedAt(item);
  return (
    <PanelSection title="Facts">
      <FactList
        facts={[
          { name: 'Version', value: item.version },
          ...(metadata.estimatedReadTime > 0
            ? [{ name: 'Reading time', value: minutesLabel(metadata.estimatedReadTime) }]
            : []),
          { name: 'Written for', value: EXPERTISE_LABELS[metadata.expertiseLevel] },
          { name: 'Created', value: <RelativeTime at={item.createdAt} /> },
          { name: 'Last reviewed', value: reviewed === null ? 'Not reviewed yet' : <RelativeTime at={reviewed} /> },
          ...(item.nextReviewDue ? [{ name: 'Next review', value: <DueTime at={item.nextReviewDue} /> }] : []),
          ...labels('Tags', metadata.tags),
          ...labels('Categories', metadata.categories),
          ...labels('Languages', metadata.languages),
          ...labels('Platforms', metadata.platforms),
          ...labels(
            'Versions',
            Object.entries(metadata.versions).map(([product, version]) => `${product} ${version}`),
          ),
          ...labels('Business context', metadata.businessContext),
          {
            name: 'Feedback',
            value:
              item.feedbackScore === null
                ? 'Nobody has answered yet'
                : `${item.feedbackScore} of ${item.feedbackCount}`,
          },
        ]}
      />
    </PanelSection>
  );
}

function labels(name: string, values: readonly string[]): { name: string; value: ReactNode }[] {
  if (values.length === 0) return [];
  const badges = values.map((value) => (
    <Badge key={value} color="gray">
      {value}
    </Badge>
  ));
  return [{ name, value: <Group gap={4}>{badges}</Group> }];
}

function People({ people }: { people: readonly { id: string; name: string }[] }) {
  return (
    <span className={classes.people}>
      {people.map((person) => (
        <PersonName key={person.id} person={person} />
      ))}
    </span>
  );
}

function Items({ title, items }: { title: string; items: readonly { id: string; title: string }[] }) {
  if (items.length === 0) return null;
  return (
    <PanelSection title={title}>
      <ul className={classes.links}>
        {items.map((item) => (
          <li key={item.id}>
            <Link href={itemPath(item)} prefetch={false}>
              {item.title}
            </Link>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
