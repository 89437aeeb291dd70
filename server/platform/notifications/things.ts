import type { Actor } from '../access';
import type { Db } from '../db/client';

/** What may be shown of a thing that a notification or a mail speaks of. */
export type ReadableThing = { title: string };

/**
 * Judges things anew for one reader, at the moment of showing. The platform knows no domain: it is given this function.
 * @returns only what the actor may read now; everything else is missing, for whatever reason
 */
export type ReadThings = (
  reader: { actor: Actor; db: Db },
  ids: readonly string[],
) => Promise<ReadonlyMap<string, ReadableThing>>;
