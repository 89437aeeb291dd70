import { TRPCError } from '@trpc/server';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { caller } from '@/server/caller';
import { idInPath } from '@/server/domains/knowledge/rules';

/** What cannot be an id ends in the same page as what does not exist and what one may not read. */
async function orNotFound<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST') notFound();
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
