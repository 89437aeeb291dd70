import { Alert } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { inferRouterOutputs } from '@trpc/server';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { ICON } from '@/components/ui/theme';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import { isBlank } from '../blank';
import { DocumentView } from '../document-view';
import { LinkCards } from '../mentions/link-cards';
import { namesLabel } from './labels';
import { LeftAt } from './left-at';

type Props = inferRouterOutputs<AppRouter>['knowledge']['history']['document'];

/** An item as it was when a session ended, or at a version within it, for reading: rendered by the server. */
export function ItemVersion({ item, session, version, document, outline }: Props) {
  const left = version ?? session;
  const list = item.trashedAt ? { label: 'Trash', href: '/trash' } : { label: 'Library', href: '/library' };
  const changes = `${itemPath(item)}/history?session=${session.session}${version ? `&version=${version.version}` : ''}`;
  return (
    <Page width="reading">
      <PageHeader
        breadcrumbs={[list, { label: item.title, href: itemPath(item) }, { label: 'History', href: changes }]}
        title={item.title}
        facts={
          <>
            <span>
              As it was left on <LeftAt endedAt={left.endedAt} />
            </span>
            <span>{namesLabel(left.contributors)}</span>
          </>
        }
        action={
          <LinkButton href={itemPath(item)} variant="default">
            Read what it says now
          </LinkButton>
        }
      >
        {left.isLast ? null : (
          <Alert icon={<IconHistory {...ICON} />}>
            This is an earlier version. What was written after it is not in this text; its history leads back to it.
          </Alert>
        )}
      </PageHeader>
      {isBlank(document) ? (
        <EmptyState title="Nothing stood there then" />
      ) : (
        <article aria-label={item.title}>
          <LinkCards>
            <DocumentView document={document} outline={outline} title={item.title} />
          </LinkCards>
        </article>
      )}
    </Page>
  );
}
