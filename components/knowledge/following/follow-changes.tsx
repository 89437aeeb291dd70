'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef, useState, useTransition } from 'react';
import { useTRPC } from '@/components/trpc';
import { ICON } from '@/components/ui/theme';
import classes from './following.module.css';
import { KeepPlace } from './keep-place';
import { FOLLOWING_WORDS } from './labels';
import { nextAskingMs } from './pace';
import { isOver, type Refusal, refusalOf } from './refusal';

/** How long it is said that the text has just changed. */
const SAID_MS = 6_000;

type Props = { id: string; etag: string; children: ReactNode };
/** `held`: it is not shown yet. */
type Said = 'changed' | 'held' | Refusal | null;

/** Whoever has marked something is about to do something with it. */
function isMarking(root: HTMLElement | null): boolean {
  const selection = document.getSelection();
  return selection?.isCollapsed === false && root?.contains(selection.anchorNode) === true;
}

/** Asks from time to time whether the page still shows what there is, as long as it is in sight. */
function useStateOfItem({ id, etag }: Props, tookMs: number) {
  const trpc = useTRPC();
  const { data, error, dataUpdatedAt } = useQuery({
    ...trpc.knowledge.item.state.queryOptions({ id }),
    initialData: { etag },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.error && isOver(refusalOf(state.error)) ? false : nextAskingMs(tookMs)),
    // Whoever comes back may have signed in again elsewhere, or been given access.
    refetchOnWindowFocus: 'always',
    // Whether the network is there is told by the answer.
    networkMode: 'always',
  });
  return { newest: data.etag, askedAt: dataUpdatedAt, refusal: error };
}

/** Shows the page anew, and tells for a while when something had changed. */
function useShowing(etag: string) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const before = useRef({ etag, at: 0 });
  const [tookMs, setTookMs] = useState(0);
  const [changed, setChanged] = useState(false);
  const show = useCallback(() => {
    before.current = { etag, at: performance.now() };
    start(() => router.refresh());
  }, [etag, router]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when a showing has ended
  useEffect(() => {
    if (busy || before.current.at === 0) return;
    setTookMs(performance.now() - before.current.at);
    setChanged(before.current.etag !== etag);
    const timer = setTimeout(() => setChanged(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [busy]);
  return { show, busy, tookMs, changed };
}

function saidOf(refusal: unknown, facts: { held: boolean; changed: boolean }): Said {
  if (refusal !== null) return refusalOf(refusal);
  return facts.held ? 'held' : facts.changed ? 'changed' : null;
}

/**
 * KN-Z60 A page that is read follows what others write: it is shown anew a few seconds after, and keeps the reader's
 * place. Whoever has marked something in it is asked first; whoever may not read it any more is told.
 */
export function FollowChanges(props: Props) {
  const { etag, children } = props;
  const root = useRef<HTMLDivElement>(null);
  const { show, busy, tookMs, changed } = useShowing(etag);
  const { newest, askedAt, refusal } = useStateOfItem(props, tookMs);
  const [held, setHeld] = useState(false);
  const answered = useRef(0);
  useEffect(() => {
    // What is shown may be newer than the answer: each answer shows the page anew once.
    if (newest === etag || busy || answered.current === askedAt) return;
    answered.current = askedAt;
    if (isMarking(root.current)) return setHeld(true);
    setHeld(false);
    show();
  }, [newest, askedAt, etag, busy, show]);
  const said = saidOf(refusal, { held: held && newest !== etag, changed });
  return (
    <div ref={root}>
      <Words said={said} onShow={show} />
      <KeepPlace etag={etag}>{children}</KeepPlace>
    </div>
  );
}

function Words({ said, onShow }: { said: Said; onShow: () => void }) {
  const over = said === 'gone' || said === 'signedOut' ? said : null;
  return (
    <>
      <div className={classes.over} role="alert">
        {over ? <Over said={over} /> : null}
      </div>
      <div className={classes.passing} role="status">
        {said === null || over ? null : (
          <div className={classes.said}>
            {FOLLOWING_WORDS[said]}
            {said === 'held' ? (
              <Button size="compact-sm" variant="default" onClick={onShow}>
                {FOLLOWING_WORDS.show}
              </Button>
            ) : null}
          </div>
        )}
      </div>
    </>
  );
}

function Over({ said }: { said: 'gone' | 'signedOut' }) {
  return (
    <Alert color="orange" role="presentation" icon={<IconLock {...ICON} />}>
      <Group justify="space-between">
        <Text size="sm">{FOLLOWING_WORDS[said]}</Text>
        {/* Whoever is signed out is led to the way in, and back here. */}
        <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {said === 'gone' ? FOLLOWING_WORDS.loadAgain : FOLLOWING_WORDS.signIn}
        </Button>
      </Group>
    </Alert>
  );
}
