import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../access';
import { loadActor } from '../auth/actor';
import type { Context } from '../command';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { notify, withdraw } from '.';
import { markAllRead, markNotifications } from './commands';
import { channelsOf, type NotificationKind } from './kinds.schema';
import { countUnread, listNotifications } from './queries';
import { UNREAD_COUNT_MAX } from './schema';
import type { ReadThings } from './things';

const start = new Date('2026-03-02T09:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
const asked: NotificationKind = { name: 'test.asked', inApp: true, mail: false };

let database: Database;
let ana: Context;
let noah: Context;

beforeEach(async () => {
  database = await testDatabase();
  ana = await contextOf('ana@tradesense.example');
  noah = await contextOf('noah@tradesense.example');
});

afterEach(() => database.close());

async function contextOf(email: string): Promise<Context> {
  const { id } = await database.prisma.person.create({ data: { email, name: email.split('@')[0] ?? '' } });
  const actor: Actor | null = await loadActor(database.prisma, id, { kind: 'job' });
  if (!actor) throw new Error('no actor');
  return { actor, db: database.prisma, now: later(1_000) };
}

const readable =
  (...open: string[]): ReadThings =>
  async (_, ids) =>
    new Map(ids.filter((id) => open.includes(id)).map((id) => [id, { title: `Title of ${id}` }]));

let events = 0n;
const tell = (personIds: string[], more: Partial<Parameters<typeof notify>[1]> = {}) =>
  database.prisma.$transaction((tx) =>
    notify(tx, { kind: asked, personIds, thingId: null, eventId: ++events, now: start, ...more }),
  );

const list = (
  ctx: Context,
  open: ReadThings = readable(),
  filter: 'all' | 'unread' = 'all',
  limit = 50,
  cursor?: string,
  without: string[] = [],
) => listNotifications(ctx, { filter, limit, cursor, without }, open);

describe('notifications', () => {
  it('tell each person once of one event, however often the reaction runs', async () => {
    const ids = [ana.actor.personId, ana.actor.personId, noah.actor.personId, 'nobody'];
    expect(await tell(ids, { eventId: 7n })).toBe(2);
    expect(await tell(ids, { eventId: 7n })).toBe(0);
    expect((await list(ana)).items).toHaveLength(1);
  });

  it('honour what a person chose, kind by kind and channel by channel', async () => {
    const personId = ana.actor.personId;
    const choose = (channel: 'in_app' | 'mail', wanted: boolean, kind = asked.name) =>
      database.prisma.notificationPreference.create({ data: { personId, kind, channel, wanted } });
    await choose('in_app', false);
    expect(await tell([personId])).toBe(0);
    await choose('mail', true);
    expect(await tell([personId])).toBe(1);
    expect((await list(ana)).items).toEqual([]);
    expect(await database.prisma.notification.findMany()).toMatchObject([{ inApp: false, mailDue: true }]);
    expect(await tell([personId], { kind: { ...asked, name: 'test.other' } })).toBe(1);
    expect((await list(ana)).items).toHaveLength(1);
    expect(channelsOf(asked, [])).toEqual({ inApp: true, mail: false });
  });

  it('show the title only of what may be read now, and nothing else of the rest', async () => {
    const data = { actorId: noah.actor.personId, reason: 'I need the launch codes' };
    await tell([ana.actor.personId], { thingId: 'open', data });
    await tell([ana.actor.personId], { thingId: 'closed', data, now: later(1) });
    const { items } = await list(ana, readable('open'));
    expect(items).toMatchObject([
      { hidden: true, thing: null, actor: null, data: {} },
      { hidden: false, thing: { id: 'open', title: 'Title of open' }, actor: { name: 'noah' }, data },
    ]);
    expect(JSON.stringify(items[0])).not.toContain('closed');
  });

  it('come newest first, page by page, none lost or doubled among those of one moment', async () => {
    for (let n = 0; n < 7; n += 1) await tell([ana.actor.personId], { data: { n } });
    await tell([ana.actor.personId], { now: later(5), data: { n: 7 } });
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(ana, readable(), 'all', 3, cursor);
      seen.push(...page.items.map(({ data }) => data.n));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen[0]).toBe(7);
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await expect(list(ana, readable(), 'all', 3, 'rubbish')).rejects.toMatchObject({ reason: 'bad_cursor' });
  });

  it('are marked by their owner alone, and new ones stay unread when all are marked', async () => {
    for (let n = 0; n < 3; n += 1) await tell([ana.actor.personId, noah.actor.personId], { now: later(n) });
    const [newest] = (await list(ana)).items;
    const ids = [newest?.id ?? ''];
    expect(await markNotifications(noah, { ids, read: true })).toEqual({ count: 0 });
    expect(await markNotifications(ana, { ids, read: true })).toEqual({ count: 1 });
    expect((await list(ana, readable(), 'unread')).items).toHaveLength(2);
    expect(await markNotifications(ana, { ids, read: false })).toEqual({ count: 1 });
    expect(await markAllRead(ana, { until: later(1) })).toEqual({ count: 2 });
    expect(await countUnread(ana)).toEqual({ unread: 1 });
    expect(await countUnread(noah)).toEqual({ unread: 3 });
  });

  it('leave out kinds before the page is cut', async () => {
    const other = { ...asked, name: 'test.other' } as const;
    await tell([ana.actor.personId], { kind: other });
    for (let n = 0; n < 3; n += 1) await tell([ana.actor.personId], { now: later(1 + n) });
    const { items } = await list(ana, readable(), 'unread', 2, undefined, [asked.name]);
    expect(items.map(({ kind }) => kind)).toEqual(['test.other']);
  });

  it('are withdrawn with their cause: read for everybody who was told, with no mail written, and nothing else', async () => {
    const people = [ana.actor.personId, noah.actor.personId];
    const kind = { ...asked, mail: true };
    await tell(people, { kind, thingId: 'open', data: { requestId: 'r1' } });
    await tell(people, { kind, thingId: 'open', data: { requestId: 'r2' } });
    const about = { key: 'requestId', value: 'r1' };
    await database.prisma.$transaction((tx) => withdraw(tx, { kind, thingId: 'open', about, now: later(9) }));
    for (const ctx of [ana, noah]) {
      const { items } = await list(ctx, readable('open'), 'unread');
      expect(items.map(({ data }) => data.requestId)).toEqual(['r2']);
    }
    const due = await database.prisma.notification.findMany({ where: { mailDue: true } });
    expect(due.map(({ data }) => data)).toEqual([{ requestId: 'r2' }, { requestId: 'r2' }]);
  });

  it('are counted up to one more than the bell can show', async () => {
    const data = Array.from({ length: UNREAD_COUNT_MAX + 20 }, () => ({
      personId: ana.actor.personId,
      kind: asked.name,
      createdAt: start,
    }));
    await database.prisma.notification.createMany({ data });
    expect(await countUnread(ana)).toEqual({ unread: UNREAD_COUNT_MAX + 1 });
  });
});
