import { z } from 'zod';
import { ContentType, KnowledgeStatus } from '@/prisma/generated/enums';
import { id } from '@/server/platform/scalars.schema';
import { SEARCH_QUERY_CHARACTERS_MAX } from './limits.schema';

/** How many names and titles are asked for at once, of each kind: as many as an address has room for. */
export const MENTIONS_ASKED_MAX = 80;
/** How many people and how many items the menu of mentions offers. */
export const MENTIONS_OFFERED_MAX = 5;

const personNamed = z.object({ id, name: z.string(), left: z.boolean() });
/** A person as a text names them. `left`: they are not with the company any more. */
export type PersonNamed = z.infer<typeof personNamed>;

const itemNamed = z.object({
  id,
  title: z.string(),
  contentType: z.enum(ContentType),
  status: z.enum(KnowledgeStatus),
  summary: z.string(),
  author: personNamed,
});
/** An item as a text names it, for whoever may read it. */
export type ItemNamed = z.infer<typeof itemNamed>;

/** People and items by their ids. Who or what does not exist, or may not be read, is not among them. */
export type Named = { people: PersonNamed[]; items: ItemNamed[] };

const ids = z.array(id).max(MENTIONS_ASKED_MAX).default([]);
export const namedInput = z.object({ personIds: ids, itemIds: ids });
export type NamedInput = z.input<typeof namedInput>;

/** `inItem`: the item that is written, so that the answer can say who cannot open it. */
export const suggestInput = z.object({
  text: z.string().max(SEARCH_QUERY_CHARACTERS_MAX).default(''),
  inItem: id.optional(),
  /** Chosen lately, newest first: offered first while nothing is typed. */
  recent: namedInput.partial().optional(),
});
export type SuggestInput = z.input<typeof suggestInput>;

export const cannotOpenInput = z.object({ id, personIds: ids });

export type PersonOffered = PersonNamed & { job: string | null; cannotOpen: boolean };
/** What the menu of mentions offers. */
export type MentionsOffered = { people: PersonOffered[]; items: ItemNamed[] };
