'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { sayDone, sayRefused } from '@/components/ui/toast';

/** Lets somebody in again, and says so. */
export function useReactivate(person: { id: string; name: string }): { reactivate: () => void; busy: boolean } {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation(
    trpc.people.person.reactivate.mutationOptions({
      onSuccess: () => sayDone(`${person.name} can sign in again`),
      onError: sayRefused,
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.people.pathKey() }),
    }),
  );
  return { reactivate: () => mutate({ personId: person.id }), busy: isPending };
}
