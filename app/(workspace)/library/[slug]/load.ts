import { TRPCError } from '@trpc/server';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { caller } from '@/server/caller';
import { idInPath } from '@/server/domains/knowledge/rules';

const REFUSED_AS_UNKNOWN = new Set(['NOT_FOUND', 'BAD_REQUEST']);

/** What does not exist, what one may not read, and what cannot be an id end in the same page. */
async function orNotFound<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TRPCError && REFUSED_AS_UNKNOWN.has(error.code)) notFound();
    throw error;
  }
}

/** The reading page's record, once a request. */
export const loadItemPage = cache(async (slug: string) =>
  orNotFound((await caller()).knowledge.item.page({ id: idInPath(slug) })),
);

/** The writing page's record, once a request. */
export const loadEditorPage = cache(async (slug: string) =>
  orNotFound((await caller()).knowledge.item.editor({ id: idInPath(slug) })),
);
