'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '@/components/trpc';
import { LinkButton } from '@/components/ui/links';
import { ICON } from '@/components/ui/theme';
import { sayDone, sayRefused, sayWrong } from '@/components/ui/toast';
import { useViewer } from '@/components/ui/viewer';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { HistoryItem } from './item-history';
import { endLabel, HISTORY_WORDS } from './labels';
import { isWrittenMeanwhile } from './restore-dialog';

/** A closing dialog gives the focus back first; where that is gone, it would be nowhere. */
const FOCUS_AFTER_MS = 150;

/** What was brought back, and the session that ended with what stood there before. */
export type Restored = { endedAt: Date; before: string; etag: string };

type Props = { item: HistoryItem; restored: Restored; onTakenBack: () => void };

/** Says what was restored, leads back to the text, and takes it back. */
export function RestoredNotice({ item, restored, onTakenBack }: Props) {
  const trpc = useTRPC();
  const zone = useViewer()?.timeZone ?? 'UTC';
  const notice = useRef<HTMLDivElement>(null);
  const takeBack = useMutation(
    trpc.knowledge.history.restore.mutationOptions({
      onSuccess: () => {
        sayDone(HISTORY_WORDS.takenBack);
        onTakenBack();
      },
      onError: (error) => (isWrittenMeanwhile(error) ? sayWrong(HISTORY_WORDS.notTakenBack) : sayRefused(error)),
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each restoring anew
  useEffect(() => {
    const timer = setTimeout(() => notice.current?.focus(), FOCUS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [restored]);
  return (
    <Alert ref={notice} tabIndex={-1} role="status" icon={<IconHistory {...ICON} />} title="This version is restored">
      <Text size="sm">
        The text reads again as it did on {endLabel(restored, zone)}. That is the newest session, and it is yours; what
        stood there before is the one below it.
      </Text>
      <Group gap="xs" mt="xs">
        <LinkButton href={itemPath(item)} size="compact-sm">
          Read it
        </LinkButton>
        <LinkButton href={`${itemPath(item)}/edit`} size="compact-sm" variant="default">
          Go on writing
        </LinkButton>
        <Button
          size="compact-sm"
          variant="default"
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate({ id: item.id, session: restored.before, etag: restored.etag })}
        >
          Take it back
        </Button>
      </Group>
    </Alert>
  );
}
