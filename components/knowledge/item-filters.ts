'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import type { FilterDefinition } from '@/components/ui/filter-chips';
import type { Filters } from '@/components/ui/use-filters';
import { ACCESS_LABELS, CONTENT_TYPE_LABELS, optionsOf, STATUS_LABELS } from './labels';

const CHIP_KEYS = ['contentType', 'status', 'accessLevel', 'tag', 'authorId', 'teamId', 'mine'] as const;

/**
 * The filters that the library and search share. Tags, authors and teams are those of what one may read.
 * @returns with them whether one is set that can be taken away, words that are typed apart
 */
export function useItemFilters(filters: Filters): { definitions: FilterDefinition[]; filtered: boolean } {
  const trpc = useTRPC();
  const choices = useQuery(trpc.knowledge.item.choices.queryOptions());
  const teams = useQuery(trpc.people.team.names.queryOptions());
  const definitions: FilterDefinition[] = [
    { key: 'contentType', label: 'Kind', many: true, options: optionsOf(CONTENT_TYPE_LABELS, true) },
    { key: 'status', label: 'Status', many: true, options: optionsOf(STATUS_LABELS) },
    { key: 'accessLevel', label: 'Readers', many: true, options: optionsOf(ACCESS_LABELS) },
    {
      key: 'tag',
      label: 'Tag',
      many: true,
      options: (choices.data?.tags ?? []).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` })),
    },
    {
      key: 'authorId',
      label: 'Author',
      options: (choices.data?.authors ?? []).map(({ id, name, count }) => ({ value: id, label: `${name} (${count})` })),
    },
    {
      key: 'teamId',
      label: 'Team',
      options: (teams.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    { key: 'mine', label: 'Mine', options: [{ value: 'true', label: 'What I wrote or maintain' }] },
  ];
  return { definitions, filtered: CHIP_KEYS.some((key) => filters.all(key).length > 0) };
}
