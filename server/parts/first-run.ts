import { issueSetUpCode, setUpLine } from '@/server/domains/people';
import type { Runtime } from '@/server/platform/runtime';
import { publicAddress } from './address';

/** @returns on an empty database the line with the one-time code for the first administrator, otherwise null */
export async function firstRunLine({ database, env }: Runtime): Promise<string | null> {
  const code = await issueSetUpCode(database.prisma);
  return code === null ? null : setUpLine(publicAddress(env), code);
}
