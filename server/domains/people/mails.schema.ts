/** What a mail says, in words. */
export type MailWords = { subject: string; text: string };

/** The mails of people, by what each of them has to say. Their words live with the interface, as all words do. */
export type PeopleMails = {
  /** To somebody who is invited. */
  invitation: (facts: { name: string; invitedBy: string; link: string; days: number }) => MailWords;
  /** To somebody for whom a new password was asked for. */
  passwordReset: (facts: { name: string; link: string; hours: number }) => MailWords;
  /** To somebody whose password has changed, so that they notice when it was not them. */
  passwordChanged: (facts: { name: string; link: string; by: 'person' | 'link' }) => MailWords;
};

/** What a command that writes a mail is given: where its link leads, without a slash at the end, and the words. */
export type Mailroom = { publicUrl: string; mails: PeopleMails };
