import { addErrorLabels } from '@/components/ui/error-labels';
import { sizeLabel } from '@/components/ui/size';
import type { MailState } from '@/prisma/generated/enums';
import type { HealthPart, PartState } from '@/server/platform/health.schema';
import type { TextMissing } from '@/server/platform/operator/mail';

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

export const TEXT_MISSING_LABELS: Record<TextMissing, string> = {
  sent: 'The text was forgotten when the mail was sent: it may have held a link that opens an account.',
  personal: 'It goes to its reader alone and may hold a link that opens an account, so its text is not shown.',
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
  ok: 'Everything works',
  degraded: 'It serves, but a part is late or does not work',
  down: 'It cannot serve: a part that everything needs does not work',
} as const;

/** Queues by what they do; what is not named here keeps its own name, which the log uses too. */
const QUEUE_LABELS: Record<string, string> = {
  'collab.gather': 'Histories of texts, gathered by session',
  'collab.gather_round': 'Texts whose sessions have ended',
  'knowledge.project': 'Texts of items, for reading and searching',
  'knowledge.project_stale': 'Texts that were left behind',
  'knowledge.request_access': 'Requests to read',
  'knowledge.import': 'Imports under way',
  'knowledge.import_tidy': 'Imports that were left unfinished',
  'knowledge.sweep_files': 'Files that nothing has any more',
  'mail.write': 'Mails to write',
  'mail.deliver': 'Mails to send',
  'mail.forget': 'Old mails to forget',
  'people.tidy': 'Old sessions and links to forget',
  'reaction.knowledge.take_over': 'Items of who left, to their successors',
  'reaction.knowledge.take_back': 'Items of who came back',
  'reaction.knowledge.tell_maintainers': 'News for maintainers',
  'reaction.knowledge.tell_of_access': 'News of requests to read',
  'reaction.knowledge.tell_of_import': 'News of imports that ended',
  'reaction.knowledge.tell_of_mentions': 'News of being named in a text',
};

/** What a queue does, in words. */
export function queueName(name: string): string {
  return QUEUE_LABELS[name] ?? name;
}

/** The machine's own name; how a process knows its machine again is nothing to read. */
export function machineName(host: string): string {
  try {
    const machine: unknown = JSON.parse(host);
    if (machine && typeof machine === 'object' && 'host' in machine) return String(machine.host);
  } catch {
    // A name that is none of our records is shown as it stands.
  }
  return host;
}

const SECOND_MS = 1_000;
const MINUTE_S = 60;

function ageWords(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  return seconds < 2 * MINUTE_S ? `${seconds} s` : `${Math.round(seconds / MINUTE_S)} min`;
}

const counted = (value: number | string, one: string, many: string) => `${value} ${value === 1 ? one : many}`;

/** The figures of parts, in words, each with its unit. */
const FACT_WORDS: Record<string, (value: number | string) => string> = {
  version: (value) => `version ${value}`,
  answerMs: (value) => `answers in ${value} ms`,
  connections: (value) => counted(value, 'connection', 'connections'),
  waiting: (value) => `${value} waiting`,
  applied: (value) => `${value} applied`,
  last: (value) => `last ${value}`,
  running: (value) => `${value} running`,
  dead: (value) => `${value} given up`,
  oldestMs: (value) => `the oldest waits ${ageWords(Number(value))}`,
  rooms: (value) => counted(value, 'open document', 'open documents'),
  waitingUpdates: (value) => counted(value, 'update waiting', 'updates waiting'),
  failedBatches: (value) => counted(value, 'failed commit', 'failed commits'),
  redis: (value) => (value === 'open' ? 'Redis answers' : 'Redis does not answer'),
  files: (value) => counted(value, 'file', 'files'),
  bytes: (value) => `${sizeLabel(Number(value))} kept`,
  freeBytes: (value) => `${sizeLabel(Number(value))} free on the disk`,
  reason: (value) => (value === 'timeout' ? 'no answer in time' : 'the log says why'),
};

/** "3 waiting", "version 18.4": one figure of a part; null for one that is not known. */
export function factWords(name: string, value: number | string | null): string | null {
  return value === null ? null : (FACT_WORDS[name]?.(value) ?? `${name} ${value}`);
}
