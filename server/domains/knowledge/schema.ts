import { z } from 'zod';
import {
  AccessLevel,
  AccessRequestDecision,
  ContentExpertise,
  ContentType,
  KnowledgeStatus,
} from '@/prisma/generated/enums';
import { cursor, id, limit, PAGE_ROWS_MAX, timestamp } from '@/server/platform/scalars.schema';
import { FILE_NAME_CHARACTERS_MAX } from '@/server/platform/storage/limits.schema';
import {
  AUDIENCE_ENTRIES_MAX,
  ITEM_SORTS,
  LABEL_CHARACTERS_MAX,
  LABELS_PER_FIELD_MAX,
  MAINTAINERS_PER_ITEM_MAX,
  MARKDOWN_CHARACTERS_MAX,
  RELATED_ITEMS_MAX,
  REQUEST_REASON_CHARACTERS_MAX,
  REVIEWERS_PER_ITEM_MAX,
  SEARCH_QUERY_CHARACTERS_MAX,
  SEARCH_RESULTS_DEFAULT,
  SEARCH_RESULTS_MAX,
  SUMMARY_CHARACTERS_MAX,
  TITLE_CHARACTERS_MAX,
  TRASH_REASON_CHARACTERS_MAX,
} from './limits.schema';

export { PAGE_ROWS_MAX } from '@/server/platform/scalars.schema';
export * from './limits.schema';

export { AccessLevel, AccessRequestDecision, ContentExpertise, ContentType, KnowledgeStatus };

export const contentTypeSchema = z.enum(ContentType);
export const accessLevelSchema = z.enum(AccessLevel);
export const knowledgeStatusSchema = z.enum(KnowledgeStatus);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROL_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f]+/g;

/** Halves of characters, which JSON in the database does not take. */
const LONE_SURROGATES = /\p{Surrogate}/gu;
const composed = (text: string): string => text.replace(LONE_SURROGATES, '\ufffd').normalize('NFC');

/** One line: no control characters, single spaces, composed characters. */
const oneLine = (text: string): string => composed(text).replace(CONTROL, ' ').replace(/\s+/g, ' ').trim();
const manyLines = (text: string): string => composed(text).replace(CONTROL_IN_TEXT, '').trim();

const line = (most: number) => z.string().overwrite(oneLine).min(1).max(most);
const text = (most: number) => z.string().overwrite(manyLines).max(most);
const unique = (values: string[]): string[] => [...new Set(values)];
const ids = (most: number) => z.array(id).max(most).overwrite(unique);
const labels = z.array(line(LABEL_CHARACTERS_MAX)).max(LABELS_PER_FIELD_MAX).overwrite(unique);

export const titleSchema = line(TITLE_CHARACTERS_MAX);
/** Longer texts are refused where they are read, with the limit (too_large / markdown_too_long). */
export const markdownSchema = z.string().meta({ maxLength: MARKDOWN_CHARACTERS_MAX });

/** Who may read, besides author and maintainers. Teams count at the level `team`, job roles at `role`; named people always. */
export const accessInput = z.object({
  accessLevel: accessLevelSchema,
  teamIds: ids(AUDIENCE_ENTRIES_MAX).default([]),
  jobRoleIds: ids(AUDIENCE_ENTRIES_MAX).default([]),
  namedPersonIds: ids(AUDIENCE_ENTRIES_MAX).default([]),
});
export type AccessInput = z.infer<typeof accessInput>;

const metadataFields = {
  tags: labels,
  categories: labels,
  expertiseLevel: z.enum(ContentExpertise),
  prerequisites: ids(RELATED_ITEMS_MAX),
  relatedItems: ids(RELATED_ITEMS_MAX),
  languages: labels,
  platforms: labels,
  versions: z
    .record(line(LABEL_CHARACTERS_MAX), line(LABEL_CHARACTERS_MAX))
    .refine((versions) => Object.keys(versions).length <= LABELS_PER_FIELD_MAX, 'too many'),
  businessContext: labels,
};

/** What may be said of an item besides its text; a field left out stays as it is. */
export const metadataInput = z.object(metadataFields).partial();
export type MetadataInput = z.infer<typeof metadataInput>;

export const createItemInput = z
  .object({
    title: titleSchema,
    contentType: contentTypeSchema,
    markdown: markdownSchema.default(''),
    summary: text(SUMMARY_CHARACTERS_MAX).default(''),
    parentItemId: id.nullable().default(null),
  })
  .extend(accessInput.partial({ accessLevel: true }).shape)
  .extend(metadataInput.shape)
  // A misspelt access level must not make an item public.
  .strict();
export type CreateItemInput = z.input<typeof createItemInput>;

const onItem = { id };
/** The revision the person saw; when it is not the item's any more, the write is refused. */
const revision = z.number().int().min(1).optional();

export const itemIdInput = z.object(onItem);

/** Those that one acts on together: a page of a list. */
export const whoWritesInput = z.object({ ids: z.array(id).min(1).max(PAGE_ROWS_MAX) });
export const renameItemInput = z.object({ ...onItem, title: titleSchema, revision });
export type RenameItemInput = z.infer<typeof renameItemInput>;

export const changeMetadataInput = z
  .object({
    ...onItem,
    revision,
    contentType: contentTypeSchema.optional(),
    summary: text(SUMMARY_CHARACTERS_MAX).optional(),
    parentItemId: id.nullable().optional(),
    nextReviewDue: timestamp.nullable().optional(),
  })
  .extend(metadataInput.shape);
export type ChangeMetadataInput = z.infer<typeof changeMetadataInput>;

/** `confirmed`: the person has been told whom this adds. */
const confirmed = z.boolean().default(false);
export const changeAccessInput = z.object({ ...onItem, revision, confirmed }).extend(accessInput.shape);
export type ChangeAccessInput = z.input<typeof changeAccessInput>;

export const changeMaintainersInput = z.object({
  ...onItem,
  revision,
  confirmed,
  maintainerIds: ids(MAINTAINERS_PER_ITEM_MAX).min(1),
  reviewerIds: ids(REVIEWERS_PER_ITEM_MAX).optional(),
});
export type ChangeMaintainersInput = z.input<typeof changeMaintainersInput>;

export const trashItemInput = z.object({ ...onItem, reason: text(TRASH_REASON_CHARACTERS_MAX).optional() });
export type TrashItemInput = z.infer<typeof trashItemInput>;
export const listTrashInput = z.object({ cursor: cursor.nullish(), limit });
export type ListTrashInput = z.infer<typeof listTrashInput>;
export const purgeTrashInput = z.object({ olderThanDays: z.number().int().min(0).max(3_650) });

export const requestAccessInput = z.object({
  ...onItem,
  reason: text(REQUEST_REASON_CHARACTERS_MAX).default(''),
});
export type RequestAccessInput = z.input<typeof requestAccessInput>;
export const decideAccessRequestInput = z.object({ requestId: id, decision: z.enum(AccessRequestDecision) });
export type DecideAccessRequestInput = z.infer<typeof decideAccessRequestInput>;

export const itemSortSchema = z.enum(ITEM_SORTS);

const oneOrMany = <Value extends z.ZodType>(value: Value) => z.array(value).max(50).optional();

const itemFilters = {
  contentType: oneOrMany(contentTypeSchema),
  status: oneOrMany(knowledgeStatusSchema),
  accessLevel: oneOrMany(accessLevelSchema),
  tag: oneOrMany(z.string().min(1).max(LABEL_CHARACTERS_MAX)),
  authorId: id.optional(),
  teamId: id.optional(),
  /** Written or maintained by whoever asks. */
  mine: z.boolean().optional(),
};

export const listItemsInput = z.object({
  ...itemFilters,
  text: z.string().max(SEARCH_QUERY_CHARACTERS_MAX).optional(),
  sort: itemSortSchema.default('updated'),
  /** Left out: newest first, titles from A. */
  dir: z.enum(['asc', 'desc']).optional(),
  cursor: cursor.nullish(),
  limit,
});
export type ListItemsInput = z.input<typeof listItemsInput>;

export const searchInput = z.object({
  ...itemFilters,
  q: z.string().max(SEARCH_QUERY_CHARACTERS_MAX),
  limit: z.number().int().min(1).max(SEARCH_RESULTS_MAX).default(SEARCH_RESULTS_DEFAULT),
  offset: z.number().int().min(0).max(10_000).default(0),
});
export type SearchInput = z.input<typeof searchInput>;

/** A piece of a text, and whether it is what was searched for. */
export const segmentSchema = z.object({ text: z.string(), hit: z.boolean() });
export type Segment = z.infer<typeof segmentSchema>;
export const fileNameSchema = line(FILE_NAME_CHARACTERS_MAX);
