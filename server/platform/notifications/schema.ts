import { z } from 'zod';
import { MailState } from '@/prisma/generated/enums';
import { cursor, id, limit } from '../scalars.schema';

export { MailState };

export const NOTIFICATION_FILTERS = ['all', 'unread'] as const;
export type NotificationFilter = (typeof NOTIFICATION_FILTERS)[number];

/** Beyond this the bell says "and more". */
export const UNREAD_COUNT_MAX = 99;
export const MARKED_IDS_MAX = 200;
const KINDS_LEFT_OUT_MAX = 20;
const KIND_CHARACTERS_MAX = 100;

export const listNotificationsInput = z.object({
  filter: z.enum(NOTIFICATION_FILTERS).default('all'),
  /** Kinds to leave out, for instance because their cause is shown beside the list. */
  without: z.array(z.string().max(KIND_CHARACTERS_MAX)).max(KINDS_LEFT_OUT_MAX).default([]),
  cursor: cursor.nullish(),
  limit,
});
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>;

export const markNotificationsInput = z.object({ ids: z.array(id).min(1).max(MARKED_IDS_MAX), read: z.boolean() });
export type MarkNotificationsInput = z.infer<typeof markNotificationsInput>;

/** Everything up to a moment, so that what arrives meanwhile stays unread. */
export const markAllReadInput = z.object({ until: z.date() });
export type MarkAllReadInput = z.infer<typeof markAllReadInput>;

export const listMailInput = z.object({ state: z.enum(MailState).nullish(), cursor: cursor.nullish(), limit });
export type ListMailInput = z.infer<typeof listMailInput>;

export const resendMailInput = z.object({ id });
export type ResendMailInput = z.infer<typeof resendMailInput>;
