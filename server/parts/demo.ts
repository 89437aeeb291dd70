import { loadDemoWorld } from '@/prisma/seed/tradesense';
import { signInWith } from '@/server/domains/people';
import { systemClock } from '@/server/platform/clock';
import { StartError } from '@/server/platform/db/start-error';
import { KenningError } from '@/server/platform/errors';
import type { Runtime } from '@/server/platform/runtime';

/**
 * Fills the demo world once.
 * @returns what the start says of its accounts
 * @throws StartError where real people exist
 */
export async function loadDemo({ database, files, log, env }: Runtime): Promise<string> {
  const password = env.DEMO_PASSWORD;
  try {
    const { accounts } = await loadDemoWorld({ database, files, log, now: systemClock(), password });
    const emails = accounts.map(({ email }) => email);
    return demoWords(emails, await signInWith(database.prisma, emails, password), password);
  } catch (error) {
    if (error instanceof KenningError && error.reason === 'real_people_present') {
      throw new StartError(
        'This installation has real people, so the demo world is not loaded: start it with npm start.',
      );
    }
    throw error;
  }
}

/**
 * Says only what is so: the setting may have changed since the accounts were made, and people change their passwords.
 * @param accounts that are shown; @param open those of them that the password opens now
 */
export function demoWords(accounts: readonly string[], open: readonly string[], password: string): string {
  if (open.length === 0) return 'the demo accounts have another password than DEMO_PASSWORD says now';
  const words = `sign in as ${open.join(', ')} with the password ${password}`;
  return open.length < accounts.length ? `${words}; the other demo accounts have changed theirs` : words;
}
