'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { useTRPC } from '@/components/trpc';
import { errorMessage, publicErrorOf } from '@/components/ui/error-labels';
import { sayDone, sayRefused } from '@/components/ui/toast';
import type { AccessRequestDecision } from '@/prisma/generated/enums';
import type { AppRouter } from '@/server/root';

export type WaitingRequest = inferRouterOutputs<AppRouter>['knowledge']['access']['waiting'][number];

function sayDecided({ id, person, item }: WaitingRequest, decision: AccessRequestDecision): void {
  const words =
    decision === 'granted' ? `${person.name} can read “${item.title}”` : `Declined. ${person.name} is told nothing.`;
  sayDone(words, `decided-${id}`);
}

/**
 * Answers requests to read. An answered one goes from every list at once, and comes back when it was refused. Each is
 * sent once, however often it is pressed; what was answered meanwhile, for instance in another tab, is said and no error.
 */
export function useDecide(): (request: WaitingRequest, decision: AccessRequestDecision) => void {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const sent = useRef(new Set<string>());
  const lists = { queryKey: trpc.knowledge.access.waiting.pathKey() };
  const { mutateAsync } = useMutation(trpc.knowledge.access.decide.mutationOptions());
  const take = async (request: WaitingRequest, decision: AccessRequestDecision) => {
    await client.cancelQueries(lists);
    client.setQueriesData<WaitingRequest[]>(lists, (now) => now?.filter(({ id }) => id !== request.id));
    try {
      await mutateAsync({ requestId: request.id, decision });
      sayDecided(request, decision);
    } catch (error) {
      const said = publicErrorOf(error);
      if (said?.reason !== 'already_decided') {
        sent.current.delete(request.id);
        sayRefused(error);
      } else if (said.params.decision === decision) sayDecided(request, decision);
      else sayDone(errorMessage(error), `decided-${request.id}`);
    }
    router.refresh();
    await Promise.all([
      client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() }),
      // What was told of the request counts as read.
      client.invalidateQueries({ queryKey: trpc.notifications.pathKey() }),
    ]);
  };
  return (request, decision) => {
    if (sent.current.has(request.id)) return;
    sent.current.add(request.id);
    void take(request, decision);
  };
}
