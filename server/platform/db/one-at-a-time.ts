import type { Tx } from './client';

/**
 * Lets one transaction at a time go on, for rules that a row's lock cannot keep.
 * @param name of the rule's thing, for instance `people.managers`
 */
export async function oneAtATime(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
