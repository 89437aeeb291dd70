'use client';

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { TextSkeleton } from '@/components/ui/skeletons';
import { isBlank } from '../blank';
import { DocumentView } from '../document-view';

/** All that an item said when a session ended. */
export function SessionText({ item, session }: { item: { id: string; title: string }; session: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.knowledge.history.document.queryOptions({ id: item.id, session }));
  if (query.error) {
    return <ErrorState compact title="The text could not be loaded" todo={errorMessage(query.error)} />;
  }
  if (!query.data) return <TextSkeleton lines={6} />;
  const { document, outline } = query.data;
  if (isBlank(document)) {
    return (
      <Text size="sm" c="dimmed">
        Nothing stood there then.
      </Text>
    );
  }
  return <DocumentView document={document} outline={outline} title={item.title} />;
}
