import type { Actor } from './access';
import type { Db } from './db/client';

/** What every command and query is given: who, where, when. */
export type Context = { actor: Actor; db: Db; now: Date };
