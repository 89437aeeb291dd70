import {
  Avatar,
  Box,
  Button,
  Group,
  Popover,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import type { Editor } from '@tiptap/react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { PersonAvatar } from '@/components/ui/person';
import { hueOfCaret } from '@/server/platform/collab/hue.rules';
import { type Following, useFollowing } from './following';
import { useIdle } from './idle';
import { WORDS } from './labels';
import { comingsAndGoings, type Here, presenceStore } from './presence';
import type { EditorSession } from './session';
import classes from './who-is-here.module.css';

const AVATARS_SHOWN_MAX = 5;
const AVATAR_SIZE_PX = 26;
/** A connection that breaks and returns takes everybody away for a moment; that is nothing to tell. */
const TOLD_AFTER_MS = 1_500;

/** Says who came and who went, while one is connected oneself. */
function useComingsAndGoings(people: readonly Here[], connected: boolean): string {
  const known = useRef<readonly Here[] | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!connected) return;
    // Whoever is here when one comes is no news.
    const before = known.current ?? people;
    known.current = before;
    const timer = setTimeout(() => {
      const { came, went } = comingsAndGoings(before, people);
      if (came.length + went.length > 0) setSaid(WORDS.cameAndWent(came, went));
      known.current = people;
    }, TOLD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [people, connected]);
  return said;
}

type Acts = Pick<Following, 'jumpTo' | 'follow' | 'followed'>;

/** What can be done about one person. */
function PersonActs({ person, acts, onDone }: { person: Here; acts: Acts; onDone: () => void }) {
  const isFollowed = acts.followed?.id === person.id;
  const run = (act: () => void) => {
    act();
    onDone();
  };
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap">
      <Stack gap={0} miw={0}>
        <Text size="sm" fw={550} truncate>
          {person.name}
        </Text>
        <Text size="xs" c="dimmed">
          {person.idle ? WORDS.idle : WORDS.active}
        </Text>
      </Stack>
      <Group gap={4} wrap="nowrap">
        <Button size="compact-sm" variant="subtle" onClick={() => run(() => acts.jumpTo(person))}>
          {WORDS.goThere}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => run(() => acts.follow(isFollowed ? null : person))}>
          {isFollowed ? WORDS.unfollow : WORDS.follow}
        </Button>
      </Group>
    </Group>
  );
}

type FloatProps = {
  label: string;
  tip: string;
  /** What a press does besides showing what can be done. */
  onPress?: () => void;
  idle?: boolean;
  picture: ReactNode;
  children: (close: () => void) => ReactNode;
};

/** A button in the row, and what it shows: next in the order of Tab, so that it is reached at once. */
function Float({ label, tip, onPress, idle, picture, children }: FloatProps) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpened(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !opened) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withinPortal={false} closeOnEscape={false}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from the button and from what it shows */}
      <span className={classes.person} onKeyDown={onKeyDown}>
        <Tooltip label={tip} disabled={opened}>
          <span>
            <Popover.Target>
              <UnstyledButton
                ref={button}
                className={classes.avatar}
                data-idle={idle || undefined}
                aria-label={label}
                onClick={() => {
                  onPress?.();
                  setOpened((open) => !open);
                }}
              >
                {picture}
              </UnstyledButton>
            </Popover.Target>
          </span>
        </Tooltip>
        <Popover.Dropdown aria-label={tip}>{children(close)}</Popover.Dropdown>
      </span>
    </Popover>
  );
}

/** The frame around the page while one follows somebody. */
function FollowFrame({ person, onStop }: { person: Here; onStop: () => void }) {
  return (
    <Box className={classes.frame} __vars={{ '--caret-color': person.color }}>
      <div className={classes.frameLabel}>
        <span>{WORDS.followed(person.name)}</span>
        <Button size="compact-xs" variant="default" onClick={onStop}>
          {WORDS.unfollow}
        </Button>
      </div>
    </Box>
  );
}

type Props = { editor: Editor; session: EditorSession; me: string; connected: boolean };

/** Who has the page open, with names; the way to where each of them writes. */
export function WhoIsHere({ editor, session, me, connected }: Props) {
  const store = useMemo(() => presenceStore(session, me), [session, me]);
  const people = useSyncExternalStore(store.subscribe, store.get, store.get);
  const { said, ...acts } = useFollowing(editor, session, people);
  const moves = useComingsAndGoings(people, connected);
  useIdle(session);
  const nameOf = (person: Here) => {
    const name = person.id === me ? WORDS.me(person.name) : person.name;
    return person.idle && person.id !== me ? WORDS.isIdle(name) : name;
  };
  const shown = people.slice(0, AVATARS_SHOWN_MAX);
  const rest = people.slice(AVATARS_SHOWN_MAX);
  const picture = (person: Here) => (
    <PersonAvatar person={person} size={AVATAR_SIZE_PX} hue={hueOfCaret(person.color)} />
  );
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: no set of fields */}
      <div role="group" aria-label={WORDS.here(people.map(nameOf))} className={classes.people}>
        {shown.map((person) =>
          person.id === me ? (
            <Tooltip key={person.id} label={nameOf(person)}>
              <span className={classes.avatar}>{picture(person)}</span>
            </Tooltip>
          ) : (
            <Float
              key={person.id}
              label={WORDS.goTo(nameOf(person))}
              tip={nameOf(person)}
              idle={person.idle}
              picture={picture(person)}
              onPress={() => acts.jumpTo(person)}
            >
              {(close) => <PersonActs person={person} acts={acts} onDone={close} />}
            </Float>
          ),
        )}
        {rest.length > 0 ? (
          <Float
            label={WORDS.more(rest.length)}
            tip={rest.map(nameOf).join(', ')}
            picture={
              <Avatar size={AVATAR_SIZE_PX} radius="xl">
                +{rest.length}
              </Avatar>
            }
          >
            {(close) => (
              <Stack gap="xs" className={classes.rest}>
                {rest.map((person) => (
                  <PersonActs key={person.id} person={person} acts={acts} onDone={close} />
                ))}
              </Stack>
            )}
          </Float>
        ) : null}
      </div>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <VisuallyHidden role="status">{moves}</VisuallyHidden>
      {acts.followed ? <FollowFrame person={acts.followed} onStop={() => acts.follow(null)} /> : null}
    </>
  );
}
