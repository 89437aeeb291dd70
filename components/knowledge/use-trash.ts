'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC, useTRPCClient } from '@/components/trpc';
import { publicErrorOf } from '@/components/ui/error-labels';
import { offerUndo, sayDone, sayRefused } from '@/components/ui/toast';

export type TrashedItem = { id: string; title: string };

/** What is so already, for instance by a second press or in another tab, is as good as done. */
const SO_ALREADY: ReadonlySet<string | undefined> = new Set(['already_trashed', 'not_trashed']);

function unlessSoAlready(error: unknown): void {
  if (!SO_ALREADY.has(publicErrorOf(error)?.reason)) throw error;
}

/** Up to the first that is refused: what was done until then is done, and can be taken back. */
async function oneByOne(items: readonly TrashedItem[], act: (item: TrashedItem) => Promise<unknown>) {
  const done: TrashedItem[] = [];
  try {
    for (const item of items) {
      await act(item).catch(unlessSoAlready);
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
  /** Its end is waited for: until lists have caught up, a button does not take a second press. */
  const refresh = () => {
    router.refresh();
    return client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
  };
  const trash = useMutation({
    mutationFn: (items: readonly TrashedItem[]) => oneByOne(items, ({ id }) => api.knowledge.item.trash.mutate({ id })),
    onSuccess: ({ done, refusal }) => {
      if (refusal !== null) sayRefused(refusal);
      const [first] = done;
      if (!first) return;
      onDone();
      const what = done.length === 1 ? `“${first.title}” is` : `${done.length} items are`;
      offerUndo(`${what} in the trash`, async () => {
        const undone = await oneByOne(done, ({ id }) => api.knowledge.item.restore.mutate({ id }));
        void refresh();
        if (undone.refusal !== null) throw undone.refusal;
      });
    },
    onSettled: refresh,
  });
  const restore = useMutation({
    mutationFn: (items: readonly TrashedItem[]) =>
      oneByOne(items, ({ id }) => api.knowledge.item.restore.mutate({ id })),
    onSuccess: ({ done, refusal }) => {
      if (refusal !== null) sayRefused(refusal);
      const [first] = done;
      if (!first) return;
      onDone();
      const what = done.length === 1 ? `“${first.title}” is` : `${done.length} items are`;
      sayDone(`${what} back in the library`, `restored-${done.map(({ id }) => id).join('-')}`);
    },
    onSettled: refresh,
  });
  return { trash, restore };
}
