import { describe, expect, it } from 'vitest';
import { NOTIFICATION_KINDS } from '@/server/notifications.schema';
import { notificationMail } from './mail-labels';

const facts = {
  name: 'Marco',
  actorName: 'Zoe',
  thing: { id: 'k1', title: 'Rotate the signing keys' },
  data: {},
  publicUrl: 'https://kb.example',
};

describe('the mail of a notification', () => {
  it.each(NOTIFICATION_KINDS.map(({ name }) => name))(
    '%s has words of its own, and a subject without a title',
    (kind) => {
      const mail = notificationMail({ ...facts, kind });
      expect(mail.subject).not.toBe(notificationMail({ ...facts, kind: 'unknown.kind' }).subject);
      expect(mail.subject).not.toContain('signing keys');
      expect(mail.text).toContain('Hello Marco,');
      expect(mail.text).toContain('https://kb.example/library/rotate-the-signing-keys-k1');
    },
  );

  it('leads to the inbox when it speaks of no item, and survives people who are gone', () => {
    const mail = notificationMail({
      ...facts,
      kind: 'knowledge.handed_over',
      thing: null,
      actorName: null,
      data: { items: 3 },
    });
    expect(mail.text).toContain('3 items that a colleague kept');
    expect(mail.text).toContain('https://kb.example/inbox');
  });
});
