import { addressKey, hashPassword, hashSetUpCode, newSetUpCode, sameHash, spendAttempt } from '@/server/platform/auth';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { demand, KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import type { PublicContext } from '../facts';
import { DEFAULT_JOB_ROLE_NAME, DEFAULT_LEVELS, passwordMayBe } from '../rules';
import type { SetUpInput } from '../schema';

const INSTALLATION_ID = 1;

async function holdInstallation(tx: Tx): Promise<{ setUpCodeHash: string | null }> {
  await tx.installation.createMany({ data: { id: INSTALLATION_ID }, skipDuplicates: true });
  const [row] = await tx.$queryRaw<{ setUpCodeHash: string | null }[]>`
    SELECT set_up_code_hash AS "setUpCodeHash" FROM installation WHERE id = ${INSTALLATION_ID} FOR UPDATE`;
  return row ?? { setUpCodeHash: null };
}

/** @returns whether the installation still waits for its first administrator */
export async function needsSetUp(db: Db): Promise<boolean> {
  return (await db.person.findFirst({ select: { id: true } })) === null;
}

/**
 * Called at every start: while nobody is there, makes a new one-time code, which replaces the one before.
 * @returns the code in clear, this once, for the console; null when the installation has people
 */
export function issueSetUpCode(db: Db): Promise<string | null> {
  return inTransaction(db, async (tx) => {
    await holdInstallation(tx);
    if (!(await needsSetUp(tx))) return null;
    const { secret, hash } = newSetUpCode();
    await tx.installation.update({ where: { id: INSTALLATION_ID }, data: { setUpCodeHash: hash } });
    return secret;
  });
}

/** The line for the console that goes with a code. */
export function setUpLine(publicUrl: string, code: string): string {
  return `Nobody is here yet. Open ${publicUrl}/set-up and make the first administrator with the code ${code}`;
}

/**
 * Makes the first administrator. Of two at once, one wins (PE-S2).
 * @throws KenningError conflict / already_set_up; invalid / wrong_set_up_code; rate_limited after repeated failures
 */
export async function setUpInstallation(ctx: PublicContext, input: SetUpInput): Promise<{ personId: string }> {
  if (!(await needsSetUp(ctx.db))) throw new KenningError('conflict', 'already_set_up');
  demand(passwordMayBe(input.password, input));
  // By address alone: the code cannot be guessed, and nobody may hold the first set-up closed for others (PE-T5).
  await spendAttempt(ctx, addressKey('set_up', ctx.address));
  const passwordHash = await hashPassword(input.password);
  return inTransaction(ctx.db, async (tx) => {
    const { setUpCodeHash } = await holdInstallation(tx);
    if (!(await needsSetUp(tx))) throw new KenningError('conflict', 'already_set_up');
    if (setUpCodeHash === null || !sameHash(setUpCodeHash, hashSetUpCode(input.code))) {
      throw new KenningError('invalid', 'wrong_set_up_code');
    }
    const person = await tx.person.create({
      data: {
        email: input.email,
        name: input.name,
        timeZone: input.timeZone,
        accessRole: 'administrator',
        credential: { create: { passwordHash, changedAt: ctx.now } },
      },
      select: { id: true },
    });
    if ((await tx.jobRole.count()) === 0) {
      const levels = DEFAULT_LEVELS.map((level, rank) => ({ ...level, rank }));
      await tx.jobRole.create({ data: { name: DEFAULT_JOB_ROLE_NAME, levels: { create: levels } } });
    }
    await tx.installation.update({ where: { id: INSTALLATION_ID }, data: { setUpCodeHash: null } });
    await recordEvent(tx, { actor: null, now: ctx.now }, { type: PEOPLE_EVENTS.installationSetUp, subject: person.id });
    return { personId: person.id };
  });
}
