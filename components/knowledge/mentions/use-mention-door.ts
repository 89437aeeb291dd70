import { useEffect, useMemo } from 'react';
import { type MentionDoor, MentionNames } from '@/components/editor/mentions';
import { useTRPCClient } from '@/components/trpc';
import { recentMentions } from './recents';

/** What the editor of an item asks about people and items. */
export function useMentionDoor(itemId: string, personId: string): MentionDoor {
  const client = useTRPCClient();
  return useMemo(() => {
    const { mention } = client.knowledge;
    const recentOf = (kind: 'person' | 'item') =>
      recentMentions.read(personId).flatMap((entry) => (entry.kind === kind ? [entry.id] : []));
    return {
      names: new MentionNames(async ({ personIds, itemIds }) => {
        const [named, outside] = await Promise.all([
          mention.named.query({ personIds, itemIds }),
          personIds.length === 0 ? [] : mention.cannotOpen.query({ id: itemId, personIds }),
        ]);
        return { ...named, outside };
      }),
      suggest: (text) =>
        mention.suggest.query({
          text,
          inItem: itemId,
          recent: text === '' ? { personIds: recentOf('person'), itemIds: recentOf('item') } : undefined,
        }),
      chosen: (choice) =>
        recentMentions.keep(personId, {
          id: choice.kind === 'person' ? choice.person.id : choice.item.id,
          kind: choice.kind,
        }),
    };
  }, [client, itemId, personId]);
}

/** Asks for names again when what is known of the item changed: so may have who can open it. */
export function useFreshNames(door: MentionDoor, facts: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the facts are others
  useEffect(() => door.names.refresh(), [door, facts]);
}
