import type { Tx } from '@/server/platform/db/client';
import { escapeLike } from '@/server/platform/db/like';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';

/**
 * Whether a team or job role has the name already, in any case of letters. Names are given out one at a time, so the
 * answer holds until the transaction ends.
 */
export async function isNameTaken(tx: Tx, kind: 'team' | 'jobRole', name: string, exceptId = ''): Promise<boolean> {
  await oneAtATime(tx, `people.${kind}.names`);
  const where = { name: { equals: escapeLike(name), mode: 'insensitive' as const }, id: { not: exceptId } };
  const count = kind === 'team' ? await tx.team.count({ where }) : await tx.jobRole.count({ where });
  return count > 0;
}
