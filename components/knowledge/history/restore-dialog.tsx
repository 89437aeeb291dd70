'use client';

import { List } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { errorMessage, publicErrorOf } from '@/components/ui/error-labels';
import { sayDone } from '@/components/ui/toast';
import { useViewer } from '@/components/ui/viewer';
import { areWriting } from '../labels';
import type { HistoryItem } from './item-history';
import { endLabel, HISTORY_WORDS, namesLabel } from './labels';
import type { Restored } from './restored-notice';
import type { Chosen } from './session-pane';

/** Whatever was written until then: whoever says so has been told of it. */
const ANY_STATE = '*';
/** While the dialog stands open others come and go. */
const ASK_AGAIN_MS = 5_000;

type Props = {
  item: HistoryItem;
  /** Nothing is asked while there is none. */
  chosen: Chosen | null;
  onClose: () => void;
  onRestored: (restored: Restored) => void;
  /** Nothing was restored, because there is something that the page does not show yet. */
  onWrittenMeanwhile: () => void;
};

export const isWrittenMeanwhile = (error: unknown): boolean => publicErrorOf(error)?.code === 'precondition_failed';

/** Who is in the middle of writing, as far as that is known. */
function WhoWrites({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = trpc.knowledge.item.whoWrites.queryOptions({ ids: [id] });
  const { data } = useQuery({ ...query, staleTime: 0, gcTime: 0, refetchInterval: ASK_AGAIN_MS });
  if (!data || data.length === 0) return HISTORY_WORDS.whoeverHasItOpen;
  return (
    <>
      <strong>{areWriting(data.map(({ name }) => name))} here now.</strong> {HISTORY_WORDS.areTold}
    </>
  );
}

/** Says what restoring does before it is done. What was written since the page was loaded is not undone unseen. */
export function RestoreDialog({ item, chosen, onClose, onRestored, onWrittenMeanwhile }: Props) {
  const trpc = useTRPC();
  const zone = useViewer()?.timeZone ?? 'UTC';
  const restore = useMutation(trpc.knowledge.history.restore.mutationOptions());
  const [told, setTold] = useState(false);
  const [shown, setShown] = useState(chosen);
  // While the dialog closes, its words stay.
  if (chosen && chosen !== shown) setShown(chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each session and version anew
  useEffect(() => setTold(false), [chosen]);
  const confirm = async () => {
    if (!chosen) return;
    const { session, version } = chosen;
    try {
      const etag = told ? ANY_STATE : item.etag;
      const done = await restore.mutateAsync({
        id: item.id,
        session: session.session,
        version: version?.version,
        etag,
      });
      if (done.changed) onRestored({ ...done, endedAt: (version ?? session).endedAt });
      else sayDone('The text says this already, so nothing was changed');
    } catch (error) {
      if (isWrittenMeanwhile(error)) {
        setTold(true);
        onWrittenMeanwhile();
      }
      throw error;
    }
  };
  const left = shown && (shown.version ?? shown.session);
  return (
    <ConfirmDialog
      harmless
      opened={chosen !== null}
      onClose={onClose}
      title={HISTORY_WORDS.restore}
      verb={told ? HISTORY_WORDS.restoreAnyway : HISTORY_WORDS.restore}
      onConfirm={confirm}
      refusalWords={(error) => (isWrittenMeanwhile(error) ? HISTORY_WORDS.writtenMeanwhile : errorMessage(error))}
    >
      {left ? (
        <>
          “{item.title}” will read again as {namesLabel(left.contributors)} left it on {endLabel(left, zone)}.
          <List size="sm" mt="sm" spacing={4}>
            <List.Item>
              Nothing is lost: what it says now stays in this history, and can be restored the same way.
            </List.Item>
            <List.Item>It becomes a new session by you.</List.Item>
            <List.Item>
              <WhoWrites id={item.id} />
            </List.Item>
          </List>
        </>
      ) : null}
    </ConfirmDialog>
  );
}
