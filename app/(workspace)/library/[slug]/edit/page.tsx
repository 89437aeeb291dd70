import type { Metadata } from 'next';
import { AccessFact } from '@/components/knowledge/access-fact';
import { ItemEditor } from '@/components/knowledge/item-editor';
import { ItemTitle } from '@/components/knowledge/item-title';
import { CONTENT_TYPE_LABELS } from '@/components/knowledge/labels';
import { RestoreNotice } from '@/components/knowledge/restore-notice';
import { StatusBadge } from '@/components/knowledge/status-badge';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { itemPath } from '@/server/domains/knowledge/rules';
import { loadEditorPage } from '../load';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const item = await loadEditorPage((await params).slug);
  return { title: `${item.title} · writing` };
}

/** An item as it is written, together with whoever else has it open. */
export default async function EditItemPage({ params }: Props) {
  const item = await loadEditorPage((await params).slug);
  return (
    <Page width="writing">
      <PageHeader
        breadcrumbs={[
          { label: 'Library', href: '/library' },
          { label: item.title, href: itemPath(item) },
        ]}
        title={<ItemTitle id={item.id} title={item.title} revision={item.revision} mayRename={item.can.rename} />}
        facts={
          <>
            <span>{CONTENT_TYPE_LABELS[item.contentType]}</span>
            <StatusBadge status={item.status} />
            <AccessFact id={item.id} accessLevel={item.accessLevel} />
          </>
        }
        action={
          <LinkButton href={itemPath(item)} variant="default">
            Read
          </LinkButton>
        }
      >
        {item.trashedAt ? <RestoreNotice item={item} mayRestore={item.can.restore} /> : null}
      </PageHeader>
      <ItemEditor item={item} />
    </Page>
  );
}
