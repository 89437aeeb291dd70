'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTRPC, useTRPCClient } from '@/components/trpc';
import { publicErrorOf } from '@/components/ui/error-labels';
import { useHeldForm } from '@/components/ui/held-form';
import { rebased } from '@/components/ui/rebase';
import { sayDone } from '@/components/ui/toast';
import type { AppRouter } from '@/server/root';

/** An item without its text. */
export type ItemRecord = Omit<inferRouterOutputs<AppRouter>['knowledge']['item']['page'], 'document' | 'outline'>;

/** Whether a write was refused because the item is not the one that was seen. */
export const hasMoved = (error: unknown): boolean => publicErrorOf(error)?.reason === 'changed_since';

/** The item as it is now, for whoever was refused; the page around is brought up to date as well. */
export function useItemNow(id: string): () => Promise<ItemRecord> {
  const api = useTRPCClient();
  const refresh = useItemRefresh();
  return async () => {
    const now = await api.knowledge.item.page.query({ id });
    refresh();
    return now;
  };
}

/** After an item was changed: whatever shows it asks again. */
export function useItemRefresh(): () => void {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
    router.refresh();
  };
}

type Input<V> = {
  page: ItemRecord;
  valuesOf: (page: ItemRecord) => V;
  isWrong: (value: V) => boolean;
  /** @param base the item that it is a change of @param again sent by itself, to another state than the person saw */
  send: (value: V, base: ItemRecord, again: boolean) => Promise<unknown>;
  said: string;
  onClose: () => void;
};

/**
 * A form over an item that others may change at the same time. What they changed elsewhere is no reason to refuse: it is
 * sent once more. What they changed here is shown beside what was typed, and sent on a second press.
 */
export function useItemForm<V extends Record<string, unknown>>(input: Input<V>) {
  const [base, setBase] = useState(input.page);
  const [value, setValue] = useState(() => input.valuesOf(base));
  const [met, setMet] = useState<{ theirs: (keyof V & string)[]; both: (keyof V & string)[] } | null>(null);
  const itemNow = useItemNow(base.item.id);
  const refresh = useItemRefresh();
  /** @returns whether it was sent */
  const meet = async (now: ItemRecord): Promise<boolean> => {
    const { value: over, ...changes } = rebased(input.valuesOf(base), value, input.valuesOf(now));
    setBase(now);
    if (changes.theirs.length === 0) {
      await input.send(over, now, true);
      return true;
    }
    setValue(over);
    setMet(changes);
    return false;
  };
  const send = async () => {
    setMet(null);
    try {
      await input.send(value, base, false);
    } catch (error) {
      if (!hasMoved(error)) throw error;
      if (!(await meet(await itemNow()))) return;
    }
    refresh();
    sayDone(input.said);
    input.onClose();
  };
  const form = useHeldForm({ value, isWrong: () => input.isWrong(value), send });
  const set = (change: Partial<V>) => setValue((now) => ({ ...now, ...change }));
  return { form, value, set, base, met };
}
