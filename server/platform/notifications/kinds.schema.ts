/** A kind of notification as its domain names it, with the channels a person has until they choose otherwise. */
export type NotificationKind = {
  readonly name: `${string}.${string}`;
  readonly inApp: boolean;
  readonly mail: boolean;
};

/** Names kinds. `server/notifications.schema.ts` lists those of every domain, for the page of preferences. */
export function defineKinds<const Kinds extends Record<string, NotificationKind>>(kinds: Kinds): Kinds {
  return kinds;
}

/** One preference that differs from the default. */
export type ChannelChoice = { kind: string; channel: 'in_app' | 'mail'; wanted: boolean };

/** The channels on which a person is told of a kind. @param choices the person's own; others are passed over */
export function channelsOf(
  kind: NotificationKind,
  choices: readonly ChannelChoice[],
): { inApp: boolean; mail: boolean } {
  const chosen = (channel: ChannelChoice['channel']) =>
    choices.find((choice) => choice.kind === kind.name && choice.channel === channel)?.wanted;
  return { inApp: chosen('in_app') ?? kind.inApp, mail: chosen('mail') ?? kind.mail };
}

/** What the words of a notification's mail are made from. Without `thing` the reader may not know what it is about. */
export type NotificationMailFacts = {
  kind: string;
  /** Whom the mail is for. */
  name: string;
  /** Who caused it; null for the product itself and for people who are gone. */
  actorName: string | null;
  thing: { id: string; title: string } | null;
  data: Record<string, unknown>;
  /** The address of the installation, without a slash at the end. */
  publicUrl: string;
};

/** Chooses the words. The subject line names no thing: it is read on locked screens and by operators. */
export type RenderNotificationMail = (facts: NotificationMailFacts) => { subject: string; text: string };
