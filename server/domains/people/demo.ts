import { verifyPassword } from '@/server/platform/auth';
import type { Db } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { mayLetRealPeopleIn, mayLoadDemoWorld } from './rules';

/** @throws KenningError conflict / demo_accounts_present while the demo world's accounts are there (PE-D1) */
export async function assertRealPeopleMayCome(db: Db): Promise<void> {
  demand(mayLetRealPeopleIn(await db.demoAccount.count()), 'conflict');
}

/** For whoever loads the demo world. @throws KenningError conflict / real_people_present (PE-D2) */
export async function assertDemoWorldMayLoad(db: Db): Promise<void> {
  demand(mayLoadDemoWorld(await db.person.count({ where: { demoAccount: null } })), 'conflict');
}

/** @returns of these demo accounts those whose password it is and who are still here, in the order given */
export async function signInWith(db: Db, emails: readonly string[], password: string): Promise<string[]> {
  const accounts = await db.person.findMany({
    where: { email: { in: [...emails] }, demoAccount: { isNot: null }, deactivation: null },
    select: { email: true, credential: { select: { passwordHash: true } } },
  });
  const hashOf = new Map(accounts.map(({ email, credential }) => [email, credential?.passwordHash ?? null]));
  // All were made with one hash: it is compared once.
  const opens = new Map<string, boolean>();
  for (const hash of new Set(hashOf.values())) if (hash) opens.set(hash, await verifyPassword(hash, password));
  return emails.filter((email) => opens.get(hashOf.get(email) ?? '') === true);
}
