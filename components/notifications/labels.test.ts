import { describe, expect, it } from 'vitest';
import { NOTIFICATION_KINDS } from '@/server/notifications.schema';
import { kindLabel, noticePath, noticeSentence } from './labels';
import { notificationMail } from './mail-labels';

const facts = {
  name: 'Marco',
  actorName: 'Zoe',
  thing: { id: 'k1', title: 'Rotate the signing keys' },
  data: {},
  publicUrl: 'https://kb.example',
};

describe('the words of a notification', () => {
  it.each(NOTIFICATION_KINDS.map(({ name }) => name))('%s has a sentence, a name and a place', (kind) => {
    const notice = { kind, actor: { name: 'Zoe' }, thing: facts.thing, hidden: false, data: {} };
    expect(noticeSentence(notice)).not.toMatch(/^News about/);
    expect(kindLabel(kind)).not.toBe(kind);
    expect(noticePath(notice)).toMatch(/^\//);
  });

  it('name nothing that may no longer be read', () => {
    const notice = { kind: 'knowledge.access_granted', actor: null, thing: null, hidden: true, data: {} };
    expect(noticeSentence(notice)).toBe('About something that you may not read any more');
    expect(noticePath(notice)).toBeNull();
  });
});

describe('an import that is done', () => {
  const notice = (data: object) => ({
    kind: 'knowledge.import_done',
    actor: null,
    thing: null,
    hidden: false,
    data: { runId: 'r1', source: 'handbook', state: 'done', created: 0, updated: 0, conflicts: 0, failed: 0, ...data },
  });

  it('says what came of it and leads to its report', () => {
    expect(noticeSentence(notice({ created: 12, failed: 1 }))).toBe(
      'Your import of “handbook” is done: 12 created, 1 failed',
    );
    expect(noticeSentence(notice({}))).toBe('Your import of “handbook” is done: nothing had changed');
    expect(noticeSentence(notice({ state: 'failed' }))).toBe('Your import of “handbook” ended early');
    expect(noticePath(notice({}))).toBe('/library/import?run=r1');
  });
});

describe('the mail of a notification', () => {
  it.each(NOTIFICATION_KINDS.map(({ name }) => name))(
    '%s has words of its own, and a subject without a title',
    (kind) => {
      const mail = notificationMail({ ...facts, kind });
      expect(mail.subject).not.toBe(notificationMail({ ...facts, kind: 'unknown.kind' }).subject);
      expect(mail.subject).not.toContain('signing keys');
      expect(mail.text).toContain('Hello Marco,');
      expect(mail.text).toContain('here: https://kb.example/settings/notifications\n');
      expect(mail.text).toMatch(/https:\/\/kb\.example\/(library|#waits)/);
    },
  );

  it('leads to a page also when it speaks of no item, and survives people who are gone', () => {
    const mail = notificationMail({
      ...facts,
      kind: 'knowledge.handed_over',
      thing: null,
      actorName: null,
      data: { items: 3 },
    });
    expect(mail.text).toContain('3 items that a colleague kept');
    expect(mail.text).toContain('https://kb.example/library?mine=true');
    expect(notificationMail({ ...facts, kind: 'unknown.kind', thing: null }).text).toContain(
      'https://kb.example/inbox',
    );
  });
});
