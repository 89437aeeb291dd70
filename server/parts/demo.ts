import { loadDemoWorld } from '@/prisma/seed/tradesense';
import { systemClock } from '@/server/platform/clock';
import { StartError } from '@/server/platform/db/start-error';
import { KenningError } from '@/server/platform/errors';
import type { Runtime } from '@/server/platform/runtime';

export type DemoWorld = { accounts: readonly string[]; password: string };

/** Fills the demo world once. @throws StartError where real people exist */
export async function loadDemo({ database, files, log, env }: Runtime): Promise<DemoWorld> {
  const password = env.DEMO_PASSWORD;
  try {
    const { accounts } = await loadDemoWorld({ database, files, log, now: systemClock(), password });
    return { accounts: accounts.map(({ email }) => email), password };
  } catch (error) {
    if (error instanceof KenningError && error.reason === 'real_people_present') {
      throw new StartError(
        'This installation has real people, so the demo world is not loaded: start it with npm start.',
      );
    }
    throw error;
  }
}
