import { createTransport } from 'nodemailer';
import { SECOND_MS } from '../clock';
import { isMailAddress, oneLine } from './mail.rules';

/** A mail on its way out. `id` makes its Message-ID, so that a mail sent twice can be told for one. */
export type OutgoingMail = { id: string; to: string; subject: string; text: string };

/** Hands a mail over. @throws MailRefused when trying again is of no use, any other error when it is */
export type Mailer = { send(mail: OutgoingMail): Promise<void>; close(): void };

/** The mail server said no for good, or the mail cannot be sent at all. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;
const SOCKET_TIMEOUT_MS = 30 * SECOND_MS;
const SMTP_CONNECTIONS_MAX = 2;
const SMTP_PERMANENT_CODE = 500;

/** @param url smtp: or smtps:, with user and password if the server wants them; @param from as it stands in MAIL_FROM */
export function smtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: SMTP_CONNECTIONS_MAX,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    async send({ id, to, subject, text }) {
      if (!isMailAddress(to)) throw new MailRefused('not one mail address');
      const message = {
        from,
        // As an object it is one address whatever it holds, never a list.
        to: { name: '', address: to },
        subject: oneLine(subject),
        text,
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      };
      try {
        await transport.sendMail(message);
      } catch (error) {
        throw isPermanent(error) ? new MailRefused((error as Error).message, { cause: error }) : error;
      }
    },
    close: () => transport.close(),
  };
}

function isPermanent(error: unknown): boolean {
  const code = (error as { responseCode?: unknown }).responseCode;
  const wrongPassword = (error as { code?: unknown }).code === 'EAUTH';
  return typeof code === 'number' && code >= SMTP_PERMANENT_CODE && !wrongPassword;
}
