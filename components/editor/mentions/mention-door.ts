import type { ItemNamed, MentionsOffered, Named, PersonOffered } from '@/server/domains/knowledge/mention.schema';
import type { MentionNames } from './mention-names';

/** What was chosen from the menu, or is offered there. */
export type MentionChoice = { kind: 'person'; person: PersonOffered } | { kind: 'item'; item: ItemNamed };

/** What the editor asks of the product around it about people, items and links. */
export type MentionDoor = {
  names: MentionNames;
  /** People and items by what is typed. */
  suggest: (text: string) => Promise<MentionsOffered>;
  /** Remembers a choice, so that it is offered first the next time. */
  chosen: (choice: MentionChoice) => void;
};

/** Asks for names and titles. `outside`: of those people, who cannot open the text that is written. */
export type AskNames = (ids: { personIds: string[]; itemIds: string[] }) => Promise<Named & { outside: string[] }>;

/** The choices in the order in which they are walked. */
export function choicesOf({ people, items }: MentionsOffered): MentionChoice[] {
  return [
    ...people.map((person) => ({ kind: 'person' as const, person })),
    ...items.map((item) => ({ kind: 'item' as const, item })),
  ];
}

/** What tells a choice from others. */
export const idOf = (choice: MentionChoice): string => (choice.kind === 'person' ? choice.person.id : choice.item.id);
