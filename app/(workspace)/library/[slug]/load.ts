import { cache } from 'react';
import { caller, orNotFound } from '@/server/caller';
import { idInPath } from '@/server/platform/slug.rules';

/** The reading page's record, once a request. */
export const loadItemPage = cache(async (slug: string) =>
  orNotFound((await caller()).knowledge.item.page({ id: idInPath(slug) })),
);

/** The writing page's record, once a request. */
export const loadEditorPage = cache(async (slug: string) =>
  orNotFound((await caller()).knowledge.item.editor({ id: idInPath(slug) })),
);

/** The newest sessions of an item, once a request. */
export const loadHistoryPage = cache(async (slug: string) =>
  orNotFound((await caller()).knowledge.history.sessions({ id: idInPath(slug) })),
);

/** An item as it was when a session ended, or at a version within it, once a request. */
export const loadVersionPage = cache(async (slug: string, session: string, version: string | undefined) =>
  orNotFound((await caller()).knowledge.history.document({ id: idInPath(slug), session, version })),
);
