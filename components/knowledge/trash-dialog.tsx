'use client';

import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useTRPCClient } from '@/components/trpc';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { areWriting } from './labels';
import { type TrashedItem, useTrash } from './use-trash';

type Asking = { items: readonly TrashedItem[]; writers: readonly { name: string }[] };

/** At most so many are asked about before they go: those of a page of a list. */
const ASKED_MAX = 100;

/**
 * Moves items to the trash: at once where nobody else writes in them, which can be taken back; where somebody does, it
 * says who first.
 * @param onDone after they have moved
 * @param onKept when it was thought better of
 */
export function useAskedTrash(onDone: () => void = () => {}, onKept: () => void = () => {}) {
  const api = useTRPCClient();
  const { trash } = useTrash(onDone);
  const [asking, setAsking] = useState<Asking | null>(null);
  /** The dialog closes as well when what it asked for is done. */
  const isDone = useRef(false);
  const ask = useMutation({
    mutationFn: async (items: readonly TrashedItem[]) => {
      const ids = items.slice(0, ASKED_MAX).map(({ id }) => id);
      // Whoever cannot be asked now does not hold it up: it can be taken back.
      return { items, writers: (await api.knowledge.item.whoWrites.query({ ids }).catch(() => null)) ?? [] };
    },
    onSuccess: (found) => (found.writers.length > 0 ? setAsking(found) : trash.mutate(found.items)),
  });
  const keep = () => {
    setAsking(null);
    if (!isDone.current) onKept();
    isDone.current = false;
  };
  const dialog: ReactNode = asking ? (
    <ConfirmDialog
      harmless
      opened
      onClose={keep}
      title={asking.items.length === 1 ? `Move “${asking.items[0]?.title}” to the trash` : 'Move these to the trash'}
      verb="Move to the trash"
      onConfirm={async () => {
        await trash.mutateAsync(asking.items);
        isDone.current = true;
      }}
    >
      {areWriting(asking.writers.map(({ name }) => name))} here now. In the trash nobody can write on: they are told
      that it was you. What they wrote stays, and it can all be taken out again.
    </ConfirmDialog>
  ) : null;
  return { trash: ask.mutate, isPending: ask.isPending || trash.isPending, dialog };
}
