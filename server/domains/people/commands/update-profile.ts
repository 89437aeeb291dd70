import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import { selfFor } from '../facts';
import type { NotificationPreferenceInput, UpdateProfileInput } from '../schema';

/** Changes one's own name and time zone. @throws KenningError forbidden */
export async function updateProfile(ctx: Context, input: UpdateProfileInput): Promise<void> {
  const person = await selfFor(ctx, 'updateProfile');
  await inTransaction(ctx.db, async (tx) => {
    await tx.person.update({ where: { id: person.id }, data: { name: input.name, timeZone: input.timeZone } });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.profileUpdated, subject: person.id });
  });
}

/** Switches one kind of notification on one channel on or off, for oneself. @throws KenningError forbidden */
export async function setNotificationPreference(ctx: Context, input: NotificationPreferenceInput): Promise<void> {
  const person = await selfFor(ctx, 'updateProfile');
  const { kind, channel, wanted } = input;
  await inTransaction(ctx.db, async (tx) => {
    await tx.notificationPreference.upsert({
      where: { personId_kind_channel: { personId: person.id, kind, channel } },
      create: { personId: person.id, kind, channel, wanted },
      update: { wanted },
    });
    const data = { kind, channel, wanted };
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.preferenceSet, subject: person.id, data });
  });
}
