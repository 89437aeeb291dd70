import { AccessLevel, ContentType, KnowledgeStatus } from '@/prisma/generated/enums';
import { ITEM_SORTS, LABEL_CHARACTERS_MAX, SEARCH_QUERY_CHARACTERS_MAX } from './limits.schema';
import type { ListItemsInput } from './schema';

/** The filters of lists and search, as they stand in an address. */
export type ItemFilters = Pick<
  ListItemsInput,
  'contentType' | 'status' | 'accessLevel' | 'tag' | 'authorId' | 'teamId' | 'mine'
>;

const FILTER_VALUES_MAX = 50;

/** Reads one parameter's values, none when it is not set. */
export type ReadParams = (key: string) => readonly string[];

const among = <Value extends string>(values: readonly string[], known: readonly Value[]): Value[] | undefined => {
  const fitting = known.filter((value) => values.includes(value));
  return fitting.length > 0 ? fitting : undefined;
};

/** KN-F1: what an address asks of a list; what does not fit any filter is passed over, since people edit addresses. */
export function filtersFrom(read: ReadParams): ItemFilters {
  const tags = read('tag')
    .filter((tag) => tag.length > 0 && tag.length <= LABEL_CHARACTERS_MAX)
    .slice(0, FILTER_VALUES_MAX);
  const one = (key: string) => read(key).find((value) => /^[\w-]{1,64}$/.test(value));
  return {
    contentType: among(read('contentType'), Object.values(ContentType)),
    status: among(read('status'), Object.values(KnowledgeStatus)),
    accessLevel: among(read('accessLevel'), Object.values(AccessLevel)),
    tag: tags.length > 0 ? tags : undefined,
    authorId: one('authorId'),
    teamId: one('teamId'),
    mine: read('mine').includes('true') || undefined,
  };
}

/** KN-F2: as KN-F1, with the text and the order of a list. */
export function listInputFrom(read: ReadParams): Omit<ListItemsInput, 'cursor' | 'limit'> {
  return {
    ...filtersFrom(read),
    text: read('text')[0]?.slice(0, SEARCH_QUERY_CHARACTERS_MAX) || undefined,
    sort: among(read('sort'), ITEM_SORTS)?.[0],
    dir: among(read('dir'), ['asc', 'desc'])?.[0],
  };
}
