'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { sayDone, sayRefused } from '@/components/ui/toast';

/** Lets somebody in again, and says so. */
export function useReactivate(person: { id: string; name: string }): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const reactivate = useMutation(trpc.people.person.reactivate.mutationOptions());
  return async () => {
    try {
      await reactivate.mutateAsync({ personId: person.id });
      await queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
      sayDone(`${person.name} can sign in again`);
    } catch (error) {
      sayRefused(error);
    }
  };
}
