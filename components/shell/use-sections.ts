'use client';

import { useMantineColorScheme } from '@mantine/core';
import {
  IconFilePlus,
  IconFileText,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
  IconUser,
  IconUserPlus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/components/trpc';
import { personHref } from '@/components/ui/href';
import type { Viewer } from '@/components/ui/viewer';
import { itemPath } from '@/server/domains/knowledge/rules';
import { SEARCH_CHARACTERS_MAX } from '@/server/domains/people/schema';
import { type Command, matching, SEARCH_EVERYTHING, type Section, type ShellActs } from './commands';
import { allEntriesFor } from './navigation';
import { recentList } from './recent';

const ITEMS_SHOWN_MAX = 6;
const PEOPLE_SHOWN_MAX = 4;
const RECENT_ICONS = { item: IconFileText, person: IconUser, page: undefined } as const;

type Answers = {
  sections: Section[];
  searching: boolean /** Items or people could not be searched. */;
  failed: boolean;
};
type Input = { viewer: Viewer; text: string; asked: string; acts: ShellActs };

/**
 * What ⌘K answers. Pages and actions answer at once; items and people when the server has, and only if what was asked
 * is still what is typed, so that no answer is older than the text.
 */
export function useSections({ viewer, text, asked, acts }: Input): Answers {
  const trpc = useTRPC();
  const actions = useActions(viewer, acts);
  const recent = useMemo(() => recentList.read(viewer.id), [viewer.id]);
  const enabled = asked !== '' && asked === text;
  const items = useQuery(trpc.knowledge.search.items.queryOptions({ q: asked, limit: ITEMS_SHOWN_MAX }, { enabled }));
  const people = useQuery(
    trpc.people.picker.queryOptions({ search: asked.slice(0, SEARCH_CHARACTERS_MAX) }, { enabled }),
  );

  const pages = allEntriesFor(viewer).map(
    (entry): Command => ({
      id: `page:${entry.href}`,
      label: entry.label,
      words: entry.words,
      hint: entry.key ? `G ${entry.key.toUpperCase()}` : undefined,
      icon: entry.icon,
      kind: 'page',
      href: entry.href,
    }),
  );
  if (text === '') {
    const lately = recent.map((entry): Command => ({ ...entry, icon: RECENT_ICONS[entry.kind] }));
    return {
      sections: filled([section('Recent', lately), section('Do', actions), section('Go to', pages)]),
      searching: false,
      failed: false,
    };
  }
  const foundItems = enabled && items.data ? items.data.results : [];
  const foundPeople = enabled && people.data ? people.data.slice(0, PEOPLE_SHOWN_MAX) : [];
  return {
    sections: filled([
      section('Go to and do', matching([...pages, ...actions], text)),
      {
        label: 'Items',
        commands: foundItems.map((hit) => ({
          id: `item:${hit.id}`,
          label: hit.title,
          segments: hit.titleSegments,
          icon: IconFileText,
          kind: 'item',
          href: itemPath(hit),
        })),
      },
      section(
        'People',
        foundPeople.map((person) => ({
          id: `person:${person.id}`,
          label: person.name,
          hint: person.job ?? undefined,
          icon: IconUser,
          kind: 'person',
          href: personHref(person),
        })),
      ),
      section('Search', [
        {
          id: SEARCH_EVERYTHING,
          label: `Search the text of everything for “${text}”`,
          icon: IconSearch,
          kind: 'act',
          href: `/search?q=${encodeURIComponent(text)}`,
        },
      ]),
    ]),
    searching: asked !== text || items.isFetching || people.isFetching,
    failed: enabled && (items.isError || people.isError),
  };
}

function useActions(viewer: Viewer, { showKeys, createItem, signOut }: ShellActs): Command[] {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: false });
  const act = (
    id: string,
    label: string,
    rest: Pick<Command, 'words' | 'icon' | 'hint'>,
    run: () => void,
  ): Command => ({
    id: `act:${id}`,
    label,
    kind: 'act',
    run,
    ...rest,
  });
  const invite: Command = {
    id: 'act:invite',
    label: 'Invite a person',
    words: 'add colleague invitation',
    icon: IconUserPlus,
    kind: 'act',
    href: '/people?invite=1',
  };
  return [
    act('new', 'New item', { words: 'create write page document', hint: 'C', icon: IconFilePlus }, createItem),
    ...(viewer.can.invite ? [invite] : []),
    act('light', 'Light colours', { words: 'theme scheme bright', icon: IconSun }, () => setColorScheme('light')),
    act('dark', 'Dark colours', { words: 'theme scheme night', icon: IconMoon }, () => setColorScheme('dark')),
    act('keys', 'Show the keys', { words: 'keyboard shortcuts help', hint: '?', icon: IconKeyboard }, showKeys),
    act('sign-out', 'Sign out', { words: 'leave log out', icon: IconLogout }, signOut),
  ];
}

function section(label: string, commands: readonly Command[]): Section {
  return { label, commands };
}

function filled(sections: readonly Section[]): Section[] {
  return sections.filter((one) => one.commands.length > 0);
}
