'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC, useTRPCClient } from '@/components/trpc';
import { offerUndo, sayDone, sayRefused } from '@/components/ui/toast';

type Item = { id: string; title: string };

/** Up to the first that is refused: what was done until then is done, and can be taken back. */
async function oneByOne(items: readonly Item[], act: (item: Item) => Promise<unknown>) {
  const done: Item[] = [];
  try {
    for (const item of items) {
      await act(item);
      done.push(item);
    }
    return { done, refusal: null };
  } catch (refusal) {
    return { done, refusal };
  }
}

/** Moves items to the trash, offering to take that back, and restores them. @param onDone after they have moved */
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
    mutationFn: (items: readonly Item[]) => oneByOne(items, ({ id }) => api.knowledge.item.trash.mutate({ id })),
    onSuccess: ({ done, refusal }) => {
      if (refusal !== null) sayRefused(refusal);
      const [first] = done;
      if (!first) return;
      onDone();
      const what = done.length === 1 ? `“${first.title}” is` : `${done.length} items are`;
      offerUndo(`${what} in the trash`, async () => {
        const undone = await oneByOne(done, ({ id }) => api.knowledge.item.restore.mutate({ id }));
        refresh();
        if (undone.refusal !== null) throw undone.refusal;
      });
    },
    onSettled: refresh,
  });
  const restore = useMutation({
    mutationFn: (items: readonly Item[]) => oneByOne(items, ({ id }) => api.knowledge.item.restore.mutate({ id })),
    onSuccess: ({ done, refusal }) => {
      if (refusal !== null) sayRefused(refusal);
      const [first] = done;
      if (!first) return;
      onDone();
      sayDone(`${done.length === 1 ? `“${first.title}” is` : `${done.length} items are`} back in the library`);
    },
    onSettled: refresh,
  });
  return { trash, restore };
}
