'use client';

import { useDocumentTitle } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { itemPath } from '@/server/domains/knowledge/rules';
import { AccessFact } from './access-fact';
import { type EditorPage, ItemEditor } from './item-editor';
import { ItemTitle } from './item-title';
import { CONTENT_TYPE_LABELS } from './labels';
import { RestoreNotice } from './restore-notice';
import { RestoredByNotice } from './restored-by-notice';
import { StatusBadge } from './status-badge';

/**
 * The item as others change it while it is open. It is asked for, not rendered anew by the server: a page that one may
 * not read any more would take the text away with what is not saved in it.
 */
function useItemAsItIs(first: EditorPage): { item: EditorPage; refresh: () => void } {
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = trpc.knowledge.item.editor.queryOptions({ id: first.id });
  const { data } = useQuery({ ...query, initialData: first, gcTime: 0 });
  // What the server rendered may be older than what was asked for since, and than what was said before one could hear.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each page that the server rendered, once
  useEffect(() => void client.invalidateQueries({ queryKey: query.queryKey }), [first]);
  return { item: data, refresh: () => void client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() }) };
}

/** What somebody did with the item as a whole while one wrote in it. */
function Told({ item }: { item: EditorPage }) {
  return (
    <>
      <RestoredByNotice item={item} />
      {item.trashedAt ? <RestoreNotice item={item} by={item.trashedBy} mayRestore={item.can.restore} /> : null}
    </>
  );
}

/** An item as it is written, together with whoever else has it open. */
export function ItemWriting({ first }: { first: EditorPage }) {
  const { item, refresh } = useItemAsItIs(first);
  const [ended, setEnded] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  // As the page's metadata have it, which are those of the moment it was loaded.
  useDocumentTitle(`${unsaved ? '● ' : ''}${item.title} · writing · Kenning`);
  return (
    <Page>
      <PageHeader
        breadcrumbs={[
          { label: 'Library', href: '/library' },
          { label: item.title, href: itemPath(item) },
        ]}
        title={
          <ItemTitle id={item.id} title={item.title} revision={item.revision} mayRename={item.can.rename && !ended} />
        }
        facts={
          <>
            <span>{CONTENT_TYPE_LABELS[item.contentType]}</span>
            <StatusBadge status={item.status} />
            {ended ? null : <AccessFact id={item.id} accessLevel={item.accessLevel} />}
          </>
        }
        secondary={
          ended ? null : (
            <LinkButton href={`${itemPath(item)}/history`} variant="subtle">
              History
            </LinkButton>
          )
        }
        action={
          ended ? null : (
            <LinkButton href={itemPath(item)} variant="default">
              Read
            </LinkButton>
          )
        }
      />
      <ItemEditor
        item={item}
        notice={ended ? null : <Told item={item} />}
        onFacts={refresh}
        onEnded={setEnded}
        onUnsaved={setUnsaved}
      />
    </Page>
  );
}
