'use client';

import { Alert, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Fragment, useEffect, useState } from 'react';
import { type KeptPage, listKept } from '@/components/editor/kept-changes';
import { ICON } from '@/components/ui/theme';
import { itemPath } from '@/server/domains/knowledge/rules';
import { keptWords } from './kept-words';
import classes from './shell.module.css';

/** The page itself comes first; and what is only being typed in another tab is saved by then. */
const SEND_AFTER_MS = 2_000;
/** What waits may be sent from another tab, or be gone with the return of the connection. */
const LOOK_AGAIN_MS = 2_000;
/** Where one begins, and looks for what one wrote. */
const SHOWN_ON: readonly string[] = ['/', '/library'];

/**
 * Sends what earlier tabs of this person left in this browser, whatever page they open first. What cannot be sent is
 * named, with the way to it.
 */
export function KeptNotice({ personId }: { personId: string }) {
  const pathname = usePathname();
  const [kept, setKept] = useState<readonly KeptPage[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page looks anew
  useEffect(() => {
    let left = false;
    const look = async () => {
      const found = await listKept(personId);
      if (!left) setKept(found);
    };
    const send = async () => {
      const found = await listKept(personId);
      if (left || found.length === 0) return setKept([]);
      const { sendKept } = await import('@/components/editor/send-kept');
      await sendKept(personId, found, () => void look());
    };
    // A chunk that does not come is asked for with the next page, or when the network is back.
    const trySending = () => void send().catch(() => undefined);
    const timer = setTimeout(trySending, SEND_AFTER_MS);
    window.addEventListener('online', trySending);
    return () => {
      left = true;
      clearTimeout(timer);
      window.removeEventListener('online', trySending);
    };
  }, [personId, pathname]);
  const waits = kept.length > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void listKept(personId).then(setKept), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [personId, waits]);
  if (kept.length === 0 || !SHOWN_ON.includes(pathname)) return null;
  return (
    <Alert color="orange" icon={<IconCloudOff {...ICON} />} className={classes.kept} role="status">
      <Text size="sm">
        {keptWords(kept.length)}:{' '}
        {kept.map(({ documentId, title }, index) => (
          <Fragment key={documentId}>
            {index > 0 ? ', ' : ''}
            <Link href={`${itemPath({ id: documentId, title })}/edit`}>{title}</Link>
          </Fragment>
        ))}
        .
      </Text>
    </Alert>
  );
}
