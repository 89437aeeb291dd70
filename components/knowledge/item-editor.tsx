'use client';

import { Box } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import dynamic from 'next/dynamic';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { UploadFile } from '@/components/editor';
import { TextSkeleton } from '@/components/ui/skeletons';
import { useViewer } from '@/components/ui/viewer';
import { caretColor } from '@/server/platform/collab/hue.rules';
import type { AppRouter } from '@/server/root';
import { useFreshNames, useMentionDoor } from './mentions/use-mention-door';

const CollaborativeEditor = dynamic(() => import('@/components/editor').then((module) => module.CollaborativeEditor), {
  ssr: false,
  loading: () => (
    <Box maw="var(--reading-width)">
      <TextSkeleton lines={8} />
    </Box>
  ),
});

export type EditorPage = inferRouterOutputs<AppRouter>['knowledge']['item']['editor'];

/** Puts a file on an item. The name of an image is no description of it: the editor asks for one. */
async function upload(itemId: string, ...[file, as]: Parameters<UploadFile>): ReturnType<UploadFile> {
  const query = new URLSearchParams({ item: itemId, name: file.name || as, ...(as === 'image' ? { as } : {}) });
  const response = await fetch(`/files?${query}`, { method: 'POST', body: file });
  const answer: unknown = await response.json();
  if (!response.ok) throw answer;
  const { url, name } = answer as { url: string; name: string };
  return { src: url, name };
}

type Props = {
  item: EditorPage;
  /** What has to stay in sight above the text. */
  notice: ReactNode;
  /** What is known of the item has changed. */
  onFacts: () => void;
  onEnded: (ended: boolean) => void;
  /** Something of the text is not saved. */
  onUnsaved: (unsaved: boolean) => void;
};

/** The text of an item, written together. */
export function ItemEditor({ item, notice, onFacts, onEnded, onUnsaved }: Props) {
  const viewer = useViewer();
  const uploadFile = useCallback<UploadFile>((file, as) => upload(item.id, file, as), [item.id]);
  const person = useMemo(
    () => ({ id: viewer?.id ?? '', name: viewer?.name ?? '', color: caretColor(viewer?.id ?? '') }),
    [viewer],
  );
  const mentions = useMentionDoor(item.id, viewer?.id ?? '');
  useFreshNames(mentions, item);
  const reason = item.trashedAt ? 'it is in the trash' : 'only its author and maintainers change it';
  const next = `You are not one of its maintainers any more. Ask ${item.author.name}, its author, if you need to write here.`;
  return (
    <CollaborativeEditor
      documentId={item.id}
      person={person}
      editable={item.can.edit}
      readOnlyReason={item.can.edit ? undefined : reason}
      notice={notice}
      readOnlyNext={item.can.edit || item.trashedAt ? undefined : next}
      onFacts={onFacts}
      onEnded={onEnded}
      onUnsaved={onUnsaved}
      uploadFile={item.can.attach ? uploadFile : undefined}
      mentions={mentions}
      label={item.title}
    />
  );
}
