import { addErrorLabels } from '@/components/ui/error-labels';
import type { MailState } from '@/prisma/generated/enums';
import type { HealthPart, PartState } from '@/server/platform/health.schema';

addErrorLabels({
  mail_not_resendable: 'This mail cannot be sent again: it is on its way, was sent, or there is no mail server.',
  no_job_queue: 'This process runs without background work, so nothing can be tried again here.',
});

export const MAIL_STATE_LABELS: Record<MailState, { label: string; color: string }> = {
  waiting: { label: 'Waiting', color: 'gray' },
  sent: { label: 'Sent', color: 'green' },
  failed: { label: 'Given up', color: 'red' },
  kept: { label: 'Not sent', color: 'orange' },
};

export const TEXT_MISSING_LABELS: Record<'sent' | 'private', string> = {
  sent: 'The text was forgotten when the mail was sent: it may have held a link that opens an account.',
  private: 'It speaks of an item that you may not read, so its text is not shown.',
};

export const PART_LABELS: Record<HealthPart, string> = {
  database: 'Database',
  migrations: 'Migrations',
  jobs: 'Background work',
  events: 'Events',
  mail: 'Mail',
  collaboration: 'Writing together',
  storage: 'Files',
};

export const PART_STATE_LABELS: Record<PartState, { label: string; color: string }> = {
  ok: { label: 'Works', color: 'green' },
  degraded: { label: 'Late or in part', color: 'orange' },
  down: { label: 'Does not work', color: 'red' },
  off: { label: 'Not used', color: 'gray' },
};

export const HEALTH_WORDS = {
  ok: 'Everything works.',
  degraded: 'It serves, but a part is late or does not work.',
  down: 'It cannot serve: a part that everything needs does not work.',
} as const;

/** Names of figures, with the unit last where there is one. */
const FACT_LABELS: Record<string, string> = {
  version: 'version',
  answerMs: 'ms to answer',
  connections: 'connections',
  waiting: 'waiting',
  applied: 'applied',
  last: 'last',
  running: 'running',
  dead: 'given up',
  oldestMs: 'ms old, the oldest',
  rooms: 'open documents',
  waitingUpdates: 'updates waiting',
  failedBatches: 'failed commits',
  reason: 'because of',
};

const NAMED_FIRST = new Set(['version', 'last', 'reason']);

/** "3 waiting", "version 18.4": one figure of a part; null for one that is not known. */
export function factWords(name: string, value: number | string | null): string | null {
  if (value === null) return null;
  const label = FACT_LABELS[name] ?? name;
  return NAMED_FIRST.has(name) ? `${label} ${value}` : `${value} ${label}`;
}
