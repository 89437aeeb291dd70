import type { Tx } from '../db/client';
import { isMailAddress, oneLine } from './mail.rules';

export type NewMail = {
  to: string;
  subject: string;
  text: string;
  /** What it speaks of, when that is not everybody's to know: an operator sees the text only if they may read it. */
  thingId?: string | null;
  now: Date;
};

/**
 * Puts a mail into the outbox of the transaction; it is sent when that commits. Without an SMTP server it is kept for
 * the operator instead.
 * @throws Error when `to` is not one mail address: callers take addresses from people, who were checked
 */
export async function queueMail(tx: Tx, { to, subject, text, thingId, now }: NewMail): Promise<void> {
  if (!isMailAddress(to)) throw new Error('A mail goes to exactly one address.');
  await tx.mailMessage.create({
    data: { toAddress: to, subject: oneLine(subject), text, thingId: thingId ?? null, createdAt: now },
  });
}

/** Forgets every mail to these addresses, whatever has become of it. One that is just being sent still arrives. */
export async function forgetMailTo(tx: Tx, addresses: readonly string[]): Promise<void> {
  await tx.mailMessage.deleteMany({ where: { toAddress: { in: [...addresses] } } });
}
