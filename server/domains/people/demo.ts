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
