'use client';

import { useViewer } from '@/components/ui/viewer';
import { endLabel } from './labels';

/** When a session or a version ended, to the minute: several of them may be of one day. */
export function LeftAt({ endedAt }: { endedAt: Date }) {
  const zone = useViewer()?.timeZone ?? 'UTC';
  return <time dateTime={endedAt.toISOString()}>{endLabel({ endedAt }, zone)}</time>;
}
