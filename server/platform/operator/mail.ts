import type { Prisma } from '@/prisma/generated/client';
import type { MailState } from '@/prisma/generated/enums';
import type { Context } from '../command';
import { inTransaction } from '../db/client';
import { KenningError, notFound } from '../errors';
import { recordEvent } from '../events/record';
import { decodePosition, NEWEST_FIRST, olderThan, pageOf } from '../notifications/position';
import type { ListMailInput, ResendMailInput } from '../notifications/schema';
import type { ReadThings } from '../notifications/things';
import { demandOperator } from './policy';

/**
 * Why a text is not shown: it was `sent` and forgotten; it is `private`, of something this operator may not read; or it
 * is `personal`, of nothing that could be judged, and may hold a link that opens an account.
 */
export type TextMissing = 'sent' | 'private' | 'personal';

/** A mail as an operator sees it. */
export type ShownMail = {
  id: string;
  to: string;
  subject: string;
  text: string | null;
  textMissing: TextMissing | null;
  state: MailState;
  error: string | null;
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
  can: { resend: boolean };
};

/** Every mail, newest first: what was sent, and without an SMTP server what would have been. @throws KenningError */
export async function listMail(
  ctx: Context,
  input: ListMailInput,
  { readThings, hasServer }: { readThings: ReadThings; hasServer: boolean },
): Promise<{ items: ShownMail[]; nextCursor: string | null; hasServer: boolean }> {
  demandOperator(ctx.actor);
  const where: Prisma.MailMessageWhereInput = {
    ...(input.state ? { state: input.state } : {}),
    ...(input.cursor ? olderThan(decodePosition(input.cursor)) : {}),
  };
  const found = await ctx.db.mailMessage.findMany({ where, orderBy: NEWEST_FIRST, take: input.limit + 1 });
  const { rows, nextCursor } = pageOf(found, input.limit);
  const things = await readThings(ctx, [...new Set(rows.flatMap(({ thingId }) => thingId ?? []))]);
  const items = rows.map(({ toAddress, thingId, text, ...mail }): ShownMail => {
    const mayRead = thingId === null ? null : things.has(thingId);
    const textMissing = whyMissing({ state: mail.state, mayRead, hasServer });
    const can = { resend: hasServer && isResendable(mail.state) };
    return { ...mail, to: toAddress, text: textMissing ? null : text, textMissing, can };
  });
  return { items, nextCursor, hasServer };
}

/** OP-M1: links in mails are for whom they are sent to. Only where no server sends them does an operator pass them on. */
function whyMissing(mail: { state: MailState; mayRead: boolean | null; hasServer: boolean }): TextMissing | null {
  if (mail.state === 'sent') return 'sent';
  if (mail.mayRead === null) return mail.hasServer ? 'personal' : null;
  return mail.mayRead ? null : 'private';
}

/** Lets a mail that was given up or kept go out again. @throws KenningError not_found, conflict/mail_not_resendable */
export async function resendMail(
  ctx: Context,
  { id }: ResendMailInput,
  { hasServer }: { hasServer: boolean },
): Promise<void> {
  demandOperator(ctx.actor);
  await inTransaction(ctx.db, async (tx) => {
    const mail = await tx.mailMessage.findUnique({ where: { id }, select: { id: true } });
    if (!mail) throw notFound();
    // Of two operators at once one lets it go: the other must not send what has gone out, and lost its text, meanwhile.
    const { count } = hasServer
      ? await tx.mailMessage.updateMany({
          where: { id, state: { in: RESENDABLE } },
          data: { state: 'waiting', error: null },
        })
      : { count: 0 };
    if (count === 0) throw new KenningError('conflict', 'mail_not_resendable');
    await recordEvent(tx, ctx, { type: 'platform.mail.resent', subject: id });
  });
}

const RESENDABLE: MailState[] = ['failed', 'kept'];
const isResendable = (state: MailState): boolean => RESENDABLE.includes(state);
