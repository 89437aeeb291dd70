'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC, useTRPCClient } from '@/components/trpc';
import { offerUndo, sayDone, sayRefused } from '@/components/ui/toast';

type Item = { id: string; title: string };

/** Moves items to the trash, and offers to take that back. @param onDone after they are there */
export function useTrash(onDone: () => void = () => {}) {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const client = useQueryClient();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
    router.refresh();
  };
  const trash = useMutation({
    mutationFn: async (items: readonly Item[]) => {
      for (const { id } of items) await api.knowledge.item.trash.mutate({ id });
    },
    onError: sayRefused,
    onSuccess: (_, items) => {
      onDone();
      const [first] = items;
      const what = items.length === 1 && first ? `“${first.title}” is` : `${items.length} items are`;
      offerUndo(`${what} in the trash`, async () => {
        for (const { id } of items) await api.knowledge.item.restore.mutate({ id });
        refresh();
      });
    },
    onSettled: refresh,
  });
  const restore = useMutation({
    mutationFn: (item: Item) => api.knowledge.item.restore.mutate({ id: item.id }),
    onError: sayRefused,
    onSuccess: (_, item) => sayDone(`“${item.title}” is back in the library`),
    onSettled: refresh,
  });
  return { trash, restore };
}
