import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { createSession, sessionCookie } from '@/server/platform/auth';
import type { Database } from '@/server/platform/db/client';
import { attach } from './kenning';

type World = { url: string; dataDir: string; database: Database };

type Fixtures = {
  /** Opens a browser of its own, signed in as the account (`ana` is ana@tradesense.example). */
  as: (account: string, options?: BrowserContextOptions) => Promise<Page>;
};

function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the global set-up did not run`);
  return value;
}

/** Signs a browser in by session, without the sign-in page. */
export async function signIn(context: BrowserContext, world: World, email: string): Promise<void> {
  const { prisma } = world.database;
  const person = await prisma.person.findUniqueOrThrow({ where: { email } });
  const sessionId = await createSession(prisma, {
    personId: person.id,
    address: '127.0.0.1',
    userAgent: 'Playwright',
    now: new Date(),
  });
  const secret = readFileSync(join(world.dataDir, 'secret'), 'utf8');
  const cookie = await sessionCookie({ sessionId, secret, secure: false });
  await context.addCookies([{ ...cookie, url: world.url, httpOnly: true, sameSite: 'Lax' }]);
}

export const test = base.extend<Fixtures, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const dataDir = environment('KENNING_E2E_DATA');
      const database = await attach(dataDir);
      await use({ url: environment('KENNING_E2E_URL'), dataDir, database });
      await database.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ world }, use) => use(world.url),
  as: async ({ browser, world }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (account, options) => {
      const context = await browser.newContext({ baseURL: world.url, reducedMotion: 'reduce', ...options });
      opened.push(context);
      await signIn(context, world, account.includes('@') ? account : `${account}@tradesense.example`);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

export { expect } from '@playwright/test';
