import type { PeopleMails } from '@/server/domains/people/mails.schema';

const text = (...paragraphs: string[]): string => `${paragraphs.join('\n\n')}\n`;

/** The mails of people, in plain text. */
export const peopleMails: PeopleMails = {
  invitation: ({ name, invitedBy, link, days }) => ({
    subject: `${invitedBy} invites you to Kenning`,
    text: text(
      `Hello ${name},`,
      `${invitedBy} invites you to Kenning, where your company writes down what it knows. Choose a password here:`,
      link,
      `The link works for ${days} days. If you did not expect this mail, you need not do anything.`,
    ),
  }),
  passwordReset: ({ name, link, hours }) => ({
    subject: 'Choose a new password for Kenning',
    text: text(
      `Hello ${name},`,
      'Somebody, probably you, asked for a new password for this address. Choose it here:',
      link,
      `The link works once, for ${hours} hours. If it was not you, ignore this mail: your password stays as it is.`,
    ),
  }),
  passwordChanged: ({ name, link, by }) => {
    const ended =
      by === 'person'
        ? 'Your password was changed, and your other sessions have ended.'
        : 'A new password was chosen by a link sent to you. All your sessions have ended, and your tokens are revoked.';
    return {
      subject: 'Your password for Kenning was changed',
      text: text(`Hello ${name},`, `${ended} If it was not you, ask for a new password at once:`, link),
    };
  },
};
