'use client';

import { Badge, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import { MEANING } from './palette';
import { dateFieldOf, dayOf, daysUntil, exactTime, KEPT_ZONE, relativeDay, relativeTime } from './time';
import { useViewer } from './viewer';

const REFRESH_MS = 60_000;

/** The present minute. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A moment, relative; the exact one in the person's zone on hover. Takes a Date or an ISO text. */
export function RelativeTime({ at, className }: { at: Date | string; className?: string }) {
  const zone = useViewer()?.timeZone ?? 'UTC';
  const moment = typeof at === 'string' ? new Date(at) : at;
  const now = useNow();
  // The server's minute may have passed when the browser takes over: the text is allowed to differ once.
  return (
    <time
      dateTime={moment.toISOString()}
      title={exactTime(moment, zone)}
      className={className}
      suppressHydrationWarning
    >
      {relativeTime(moment, now, zone)}
    </time>
  );
}

/** The day on which something is due; marked where it is over. */
export function DueTime({ at }: { at: Date }) {
  const zone = useViewer()?.timeZone ?? 'UTC';
  const now = useNow();
  return (
    <Group gap={6} component="span">
      <time dateTime={dateFieldOf(at, KEPT_ZONE)} title={dayOf(at, KEPT_ZONE)} suppressHydrationWarning>
        {relativeDay(at, now, zone)}
      </time>
      {daysUntil(at, now, zone) < 0 ? <Badge color={MEANING.warning}>Overdue</Badge> : null}
    </Group>
  );
}
