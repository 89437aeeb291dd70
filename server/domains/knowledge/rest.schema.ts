import { z } from 'zod';
import { id, timestamp } from '@/server/platform/scalars.schema';
import {
  AUDIENCE_ENTRIES_MAX,
  accessLevelSchema,
  ContentExpertise,
  contentTypeSchema,
  knowledgeStatusSchema,
  markdownSchema,
  metadataInput,
  SUMMARY_CHARACTERS_MAX,
  segmentSchema,
  titleSchema,
} from './schema';

/** What scripts send and get. Names are those of the seed's record, in camel case; they do not change. */

export const personRef = z.object({ id, name: z.string() });

/** What whoever asks may do with the item. */
export const abilitiesOutput = z.object({
  read: z.boolean(),
  edit: z.boolean(),
  rename: z.boolean(),
  changeAccess: z.boolean(),
  changeMaintainers: z.boolean(),
  attach: z.boolean(),
  decideRequests: z.boolean(),
  trash: z.boolean(),
  restore: z.boolean(),
});

export const itemSummaryOutput = z.object({
  id,
  title: z.string(),
  contentType: contentTypeSchema,
  status: knowledgeStatusSchema,
  accessLevel: accessLevelSchema,
  summary: z.string(),
  author: personRef,
  tags: z.array(z.string()),
  version: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
  nextReviewDue: timestamp.nullable(),
  can: abilitiesOutput,
});
export type ItemSummaryOutput = z.infer<typeof itemSummaryOutput>;

export const itemOutput = itemSummaryOutput.extend({
  content: z.string(),
  maintainers: z.array(personRef),
  reviewers: z.array(personRef),
  lastReviewed: timestamp.nullable(),
  parentItemId: id.nullable(),
  childrenItems: z.array(id),
  usageAnalytics: z.record(z.string(), z.unknown()),
  feedbackScore: z.number().nullable(),
  feedbackCount: z.number().int(),
  access: z.object({ teamIds: z.array(id), jobRoleIds: z.array(id), namedPersonIds: z.array(id) }),
  metadata: z.object({
    tags: z.array(z.string()),
    categories: z.array(z.string()),
    expertiseLevel: z.enum(ContentExpertise),
    estimatedReadTime: z.number().int(),
    prerequisites: z.array(id),
    relatedItems: z.array(id),
    languages: z.array(z.string()),
    platforms: z.array(z.string()),
    versions: z.record(z.string(), z.string()),
    businessContext: z.array(z.string()),
  }),
  revision: z.number().int(),
  etag: z.string(),
  trashedAt: timestamp.nullable(),
});
export type ItemOutput = z.infer<typeof itemOutput>;

const audience = z.array(id).max(AUDIENCE_ENTRIES_MAX);

export const patchItemInput = z
  .object({
    id,
    title: titleSchema.optional(),
    contentType: contentTypeSchema.optional(),
    summary: z.string().max(SUMMARY_CHARACTERS_MAX).optional(),
    markdown: markdownSchema.optional(),
    parentItemId: id.nullable().optional(),
    /** Owed when the change lets somebody new in. */
    confirmed: z.boolean().default(false),
  })
  .extend({
    accessLevel: accessLevelSchema.optional(),
    teamIds: audience.optional(),
    jobRoleIds: audience.optional(),
    namedPersonIds: audience.optional(),
  })
  .extend(metadataInput.shape)
  .strict();
export type PatchItemInput = z.infer<typeof patchItemInput>;

export const restListOutput = z.object({
  items: z.array(itemSummaryOutput),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
});

export const restSearchOutput = z.object({
  results: z.array(
    z.object({
      id,
      title: z.string(),
      author: personRef,
      tags: z.array(z.string()),
      score: z.number(),
      snippet: z.string(),
      titleSegments: z.array(segmentSchema),
      segments: z.array(segmentSchema),
      contentType: contentTypeSchema,
      status: knowledgeStatusSchema,
      accessLevel: accessLevelSchema,
      updatedAt: timestamp,
    }),
  ),
  total: z.number().int(),
  /** Nothing had these words; these titles are spelled alike. */
  spelledAlike: z.boolean(),
  /** The words are in every text (the, of): only titles were looked at. */
  tooCommon: z.boolean(),
});

export const createdOutput = z.object({ id, etag: z.string() });
export const markdownOutput = z.object({ id, title: z.string(), markdown: z.string(), etag: z.string() });
