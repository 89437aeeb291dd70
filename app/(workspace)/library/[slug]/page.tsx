import type { Metadata } from 'next';
import { AccessFact } from '@/components/knowledge/access-fact';
import { DocumentView } from '@/components/knowledge/document-view';
import { ItemMenu } from '@/components/knowledge/item-menu';
import { ItemPanel } from '@/components/knowledge/item-panel';
import { ItemTitle } from '@/components/knowledge/item-title';
import { CONTENT_TYPE_LABELS, minutesLabel } from '@/components/knowledge/labels';
import { RestoreNotice } from '@/components/knowledge/restore-notice';
import { StatusBadge } from '@/components/knowledge/status-badge';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/links';
import { Page, WithPanel } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { PersonName } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { itemPath } from '@/server/domains/knowledge/rules';
import { loadItemPage } from './load';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { item } = await loadItemPage((await params).slug);
  return { title: item.title };
}

/** An item as it is read: rendered here, without the editor. */
export default async function ItemPage({ params }: Props) {
  const { document, outline, ...page } = await loadItemPage((await params).slug);
  const { item, parent } = page;
  const empty = item.metadata.estimatedReadTime === 0 && outline.length === 0 && isBlank(document);
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
            <span>
              Changed <RelativeTime at={item.updatedAt} />
            </span>
            {item.metadata.estimatedReadTime > 0 ? (
              <span>{minutesLabel(item.metadata.estimatedReadTime)} to read</span>
            ) : null}
          </>
        }
        action={edit}
        secondary={<ItemMenu page={page} />}
      >
        {item.trashedAt ? <RestoreNotice item={item} mayRestore={item.can.restore} /> : null}
      </PageHeader>
      <WithPanel panel={<ItemPanel page={{ ...page, outline }} />}>
        {empty ? (
          <EmptyState
            title="Nothing is written here yet"
            action={
              item.can.edit ? (
                <LinkButton href={`${itemPath(item)}/edit`} variant="default">
                  Start writing
                </LinkButton>
              ) : null
            }
          >
            {item.can.edit
              ? 'Everything you write is saved as you type, and colleagues who keep it can write with you.'
              : 'Its author has not written it yet.'}
          </EmptyState>
        ) : (
          <article aria-label={item.title}>
            <DocumentView document={document} outline={outline} title={item.title} />
          </article>
        )}
      </WithPanel>
    </Page>
  );
}

type Node = { text?: string; type?: string; content?: Node[] };

/** Nothing that shows: no words, no images, no rules. */
function isBlank(node: Node): boolean {
  if (node.text || node.type === 'image' || node.type === 'horizontalRule') return false;
  return (node.content ?? []).every(isBlank);
}
