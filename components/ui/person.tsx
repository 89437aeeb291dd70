import { Avatar, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { type Hue, hueOf } from '@/server/platform/collab/hue.rules';
import { personHref } from './href';
import classes from './person.module.css';

/** What every record carries about a person it names. `left` marks who is no longer with the company. */
export type PersonRef = { id: string; name: string; left?: boolean };

/** First and last initial: two letters at most. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

/**
 * Initials on the person's colour, or on the `hue` by which they are told apart from others. Decoration: the name always
 * stands beside it or in its label.
 */
export function PersonAvatar({ person, size = 24, hue }: { person: PersonRef; size?: number; hue?: Hue }) {
  return (
    <Avatar size={size} color={hue ?? hueOf(person.id)} radius={size} aria-hidden>
      {initials(person.name)}
    </Avatar>
  );
}

/** Avatar and name, linked to the person's page unless `plain`. */
export function PersonName({
  person,
  plain = false,
  avatar = true,
}: {
  person: PersonRef;
  plain?: boolean;
  avatar?: boolean;
}) {
  const words = (
    <Text component="span" size="sm" className={classes.name} data-left={person.left || undefined}>
      {person.name}
      {person.left ? ' (left)' : ''}
    </Text>
  );
  return (
    <Group component="span" gap={6} wrap="nowrap" className={classes.person} data-alone={!avatar || undefined}>
      {avatar ? <PersonAvatar person={person} size={22} /> : null}
      {plain ? (
        words
      ) : (
        <Link href={personHref(person)} className={classes.link}>
          {words}
        </Link>
      )}
    </Group>
  );
}
