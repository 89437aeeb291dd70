export type Mail = { to: string; subject: string; text: string };

const text = (...paragraphs: string[]): string => `${paragraphs.join('\n\n')}\n`;

/** To somebody who is invited. */
export function invitationMail(input: {
  to: string;
  name: string;
  invitedBy: string;
  link: string;
  days: number;
}): Mail {
  return {
    to: input.to,
    subject: `${input.invitedBy} invites you to Kenning`,
    text: text(
      `Hello ${input.name},`,
      `${input.invitedBy} invites you to Kenning, where your company writes down what it knows. Choose a password here:`,
      input.link,
      `The link works for ${input.days} days. If you did not expect this mail, you need not do anything.`,
    ),
  };
}

/** To somebody for whom a new password was asked for. */
export function passwordResetMail(input: { to: string; name: string; link: string; hours: number }): Mail {
  return {
    to: input.to,
    subject: 'Choose a new password for Kenning',
    text: text(
      `Hello ${input.name},`,
      'Somebody, probably you, asked for a new password for this address. Choose it here:',
      input.link,
      `The link works once, for ${input.hours} hours. If it was not you, ignore this mail: your password stays as it is.`,
    ),
  };
}

/** To somebody whose password has changed, so that they notice when it was not them. */
export function passwordChangedMail(input: { to: string; name: string; link: string; by: 'person' | 'link' }): Mail {
  const ended =
    input.by === 'person'
      ? 'Your password was changed, and your other sessions have ended.'
      : 'A new password was chosen by a link sent to you. All your sessions have ended, and your tokens are revoked.';
  return {
    to: input.to,
    subject: 'Your password for Kenning was changed',
    text: text(`Hello ${input.name},`, `${ended} If it was not you, ask for a new password at once:`, input.link),
  };
}
