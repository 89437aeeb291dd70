import type { Prisma } from '@/prisma/generated/client';

/** What an item is read with to know what is said of it. */
export const WITH_SAID = { metadata: true } satisfies Prisma.KnowledgeItemInclude;

type Described = Pick<Prisma.KnowledgeItemGetPayload<object>, 'title' | 'summary' | 'summaryWritten'> & {
  metadata: Prisma.KnowledgeMetadataGetPayload<object> | null;
};

/**
 * What a file can say of its item besides the text. Who keeps the item, who reads it and where it hangs is no file's
 * business; a summary that nobody wrote is the text's.
 */
export function saidOf({ title, summary, summaryWritten, metadata }: Described): Prisma.InputJsonObject {
  return {
    title,
    summary: summaryWritten ? summary : null,
    tags: metadata?.tags ?? [],
    categories: metadata?.categories ?? [],
    expertiseLevel: metadata?.expertiseLevel ?? null,
    languages: metadata?.languages ?? [],
    platforms: metadata?.platforms ?? [],
    versions: metadata?.versions ?? {},
    businessContext: metadata?.businessContext ?? [],
  };
}
