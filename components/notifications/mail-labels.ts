import type { NotificationMailFacts, RenderNotificationMail } from '@/server/platform/notifications/kinds.schema';
import { importWords, noticePath } from './labels';

type Words = { subject: string; lines: (facts: NotificationMailFacts) => string[] };

const who = (facts: NotificationMailFacts): string => facts.actorName ?? 'Somebody';
const what = (facts: NotificationMailFacts): string => (facts.thing ? `“${facts.thing.title}”` : 'something you know');

function addressOf(facts: NotificationMailFacts): string {
  const path = noticePath({ ...facts, actor: null, hidden: false });
  return `${facts.publicUrl}${path ?? '/inbox'}`;
}

function itemsIn({ data }: NotificationMailFacts): string {
  if (typeof data.items !== 'number') return 'What they kept';
  return data.items === 1 ? 'One item' : `${data.items} items`;
}

/** By the kind's name. A subject names no item: it is read on locked screens and by operators. */
const WORDS: Record<string, Words> = {
  'knowledge.access_requested': {
    subject: 'Somebody asks to read what you keep',
    lines: (facts) => [`${who(facts)} asks to read ${what(facts)}, which you keep. You decide there:`],
  },
  'knowledge.access_granted': {
    subject: 'You may now read what you asked for',
    lines: (facts) => [`${who(facts)} lets you read ${what(facts)}:`],
  },
  'knowledge.made_maintainer': {
    subject: 'You now maintain an item',
    lines: (facts) => [`${who(facts)} made you a maintainer of ${what(facts)}:`],
  },
  'knowledge.mentioned': {
    subject: 'You are named in a text',
    lines: (facts) => [
      facts.actorName === null ? `You are named in ${what(facts)}:` : `${facts.actorName} named you in ${what(facts)}:`,
    ],
  },
  'knowledge.import_done': {
    subject: 'Your import has ended',
    lines: ({ data }) => [`${importWords(data)}. What became of every file:`],
  },
  'knowledge.handed_over': {
    subject: 'Items were handed over to you',
    lines: (facts) => [`${itemsIn(facts)} that ${facts.actorName ?? 'a colleague'} kept came to you. See what waits:`],
  },
};

const OTHERWISE: Words = { subject: 'Something new waits for you', lines: () => ['Something new waits for you:'] };

/** The mail of a notification, in plain text. */
export const notificationMail: RenderNotificationMail = (facts) => {
  const words = WORDS[facts.kind] ?? OTHERWISE;
  const paragraphs = [
    `Hello ${facts.name},`,
    ...words.lines(facts),
    addressOf(facts),
    `You choose what you are told by mail here: ${facts.publicUrl}/settings/notifications`,
  ];
  return { subject: words.subject, text: `${paragraphs.join('\n\n')}\n` };
};
