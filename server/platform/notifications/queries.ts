import { z } from 'zod';
import type { Prisma } from '@/prisma/generated/client';
import type { Context } from '../command';
import { decodePosition, NEWEST_FIRST, olderThan, pageOf } from './position';
import { type ListNotificationsInput, UNREAD_COUNT_MAX } from './schema';
import type { ReadThings } from './things';

/** A notification as a person sees it. `hidden`: it spoke of something they may no longer read, or that is gone. */
export type ShownNotification = {
  id: string;
  kind: string;
  createdAt: Date;
  read: boolean;
  actor: { id: string; name: string } | null;
  thing: { id: string; title: string } | null;
  hidden: boolean;
  data: Record<string, unknown>;
};

const dataShape = z.record(z.string(), z.unknown()).catch({});

/** The person's own notifications, newest first, each judged again. @returns a page and where the next begins */
export async function listNotifications(
  ctx: Context,
  input: ListNotificationsInput,
  readThings: ReadThings,
): Promise<{ items: ShownNotification[]; nextCursor: string | null }> {
  const where: Prisma.NotificationWhereInput = {
    personId: ctx.actor.personId,
    inApp: true,
    kind: { notIn: input.without },
    ...(input.filter === 'unread' ? { readAt: null } : {}),
    ...(input.cursor ? olderThan(decodePosition(input.cursor)) : {}),
  };
  const found = await ctx.db.notification.findMany({ where, orderBy: NEWEST_FIRST, take: input.limit + 1 });
  const { rows, nextCursor } = pageOf(found, input.limit);
  const parsed = rows.map((row) => ({ ...row, data: dataShape.parse(row.data) }));
  const things = await readThings(ctx, [...new Set(rows.flatMap(({ subjectId }) => subjectId ?? []))]);
  const names = await namesOf(
    ctx,
    parsed.flatMap(({ data }) => actorIdIn(data) ?? []),
  );
  const items = parsed.map(({ id, kind, createdAt, readAt, subjectId, data }): ShownNotification => {
    const thing = subjectId === null ? undefined : things.get(subjectId);
    const base = { id, kind, createdAt, read: readAt !== null };
    if (subjectId !== null && !thing) return { ...base, actor: null, thing: null, hidden: true, data: {} };
    const actorId = actorIdIn(data);
    const name = actorId === null ? undefined : names.get(actorId);
    return {
      ...base,
      actor: actorId !== null && name !== undefined ? { id: actorId, name } : null,
      thing: subjectId !== null && thing ? { id: subjectId, title: thing.title } : null,
      hidden: false,
      data,
    };
  });
  return { items, nextCursor };
}

/** How many are unread, counted up to one more than UNREAD_COUNT_MAX. */
export async function countUnread(ctx: Context): Promise<{ unread: number }> {
  const where = { personId: ctx.actor.personId, inApp: true, readAt: null };
  return { unread: await ctx.db.notification.count({ where, take: UNREAD_COUNT_MAX + 1 }) };
}

/** Who caused it, as the data says. */
export function actorIdIn(data: Record<string, unknown>): string | null {
  return typeof data.actorId === 'string' ? data.actorId : null;
}

async function namesOf(ctx: Pick<Context, 'db'>, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const people = await ctx.db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}
