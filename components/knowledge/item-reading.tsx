import type { inferRouterOutputs } from '@trpc/server';
import { LinkAnchor, LinkButton } from '@/components/ui/links';
import { Page, WithPanel } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { PersonName } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import { AccessFact } from './access-fact';
import { FollowChanges } from './following/follow-changes';
import { ItemMenu } from './item-menu';
import { ItemPanel } from './item-panel';
import { ItemText } from './item-text';
import { ItemTitle } from './item-title';
import { CONTENT_TYPE_LABELS, minutesLabel } from './labels';
import { RestoreNotice } from './restore-notice';
import { StatusBadge } from './status-badge';

type Props = inferRouterOutputs<AppRouter>['knowledge']['item']['page'];

/** An item as it is read: rendered by the server, without the editor. */
export function ItemReading({ document, outline, ...page }: Props) {
  const { item, parent } = page;
  const crumbs = [{ label: 'Library', href: '/library' }];
  if (item.trashedAt) crumbs[0] = { label: 'Trash', href: '/trash' };
  else if (parent) crumbs.push({ label: parent.title, href: itemPath(parent) });
  const edit = item.can.edit ? <LinkButton href={`${itemPath(item)}/edit`}>Edit</LinkButton> : null;
  return (
    <Page>
      <PageHeader
        breadcrumbs={crumbs}
        title={<ItemTitle id={item.id} title={item.title} revision={item.revision} mayRename={item.can.rename} />}
        facts={
          <>
            <span>{CONTENT_TYPE_LABELS[item.contentType]}</span>
            <StatusBadge status={item.status} />
            <AccessFact id={item.id} accessLevel={item.accessLevel} />
            <PersonName person={item.author} />
            <LinkAnchor href={`${itemPath(item)}/history`} c="inherit" inherit>
              Changed <RelativeTime at={item.updatedAt} />
            </LinkAnchor>
            {item.metadata.estimatedReadTime > 0 ? (
              <span>{minutesLabel(item.metadata.estimatedReadTime)} to read</span>
            ) : null}
          </>
        }
        action={edit}
        secondary={<ItemMenu page={page} />}
      >
        {item.trashedAt ? <RestoreNotice item={item} by={page.trashedBy} mayRestore={item.can.restore} /> : null}
      </PageHeader>
      <WithPanel panel={<ItemPanel page={{ ...page, outline }} />}>
        <FollowChanges id={item.id} etag={item.etag}>
          <ItemText item={item} document={document} outline={outline} />
        </FollowChanges>
      </WithPanel>
    </Page>
  );
}
