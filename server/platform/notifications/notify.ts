import type { Prisma } from '@/prisma/generated/client';
import type { Tx } from '../db/client';
import { channelsOf, type NotificationKind } from './kinds.schema';

export type NewNotification = {
  kind: NotificationKind;
  personIds: readonly string[];
  /** The thing it speaks of: judged again whenever it is shown or mailed. */
  thingId: string | null;
  /** People by id only. `actorId` names who caused it and is shown by name. */
  data?: Prisma.InputJsonObject;
  /** The cause. A person is told once of one cause, however often this runs. */
  eventId: bigint | null;
  now: Date;
};

/**
 * Tells people, on the channels that each of them wants; who has left is passed over. Mail is written after the
 * transaction, by a job.
 * @returns how many people were told by this call
 */
export async function notify(tx: Tx, notification: NewNotification): Promise<number> {
  const { kind, personIds, thingId, data, eventId, now } = notification;
  const people = await tx.person.findMany({
    where: { id: { in: [...new Set(personIds)] }, deactivation: null },
    select: { id: true, notificationPreferences: { where: { kind: kind.name } } },
  });
  const rows = people.flatMap(({ id, notificationPreferences }) => {
    const { inApp, mail } = channelsOf(kind, notificationPreferences);
    if (!inApp && !mail) return [];
    const common = { kind: kind.name, subjectId: thingId, data: data ?? {}, eventId, createdAt: now };
    return [{ ...common, personId: id, inApp, mailDue: mail }];
  });
  if (rows.length === 0) return 0;
  const { count } = await tx.notification.createMany({ data: rows, skipDuplicates: true });
  return count;
}

export type WithdrawnNotification = Pick<NewNotification, 'kind' | 'thingId' | 'now'> & {
  /** What in `data` names the cause, for instance `{ requestId }`. */
  about: { key: string; value: string };
};

/** Takes back what was told of a cause that is over: it counts as read, and a mail that is due is not written. */
export async function withdraw(tx: Tx, { kind, thingId, about, now }: WithdrawnNotification): Promise<void> {
  const where: Prisma.NotificationWhereInput = {
    kind: kind.name,
    subjectId: thingId,
    data: { path: [about.key], equals: about.value },
  };
  await tx.notification.updateMany({ where: { ...where, mailDue: true }, data: { mailDue: false } });
  await tx.notification.updateMany({ where: { ...where, readAt: null }, data: { readAt: now } });
}
