import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from '@playwright/test';
import { createSession, sessionCookie } from '@/server/platform/auth';
import type { Database } from '@/server/platform/db/client';
import { emailOf } from './items';
import { attach, type Kenning, killDatabase, newDataDir, removeDataDir, startKenning } from './kenning';
import { waitUntilItListens } from './listens';

export type World = { url: string; dataDir: string; database: Database };

export type SignedIn = (account: string, options?: BrowserContextOptions) => Promise<Page>;

/** A Kenning that belongs to one story alone, on a data directory of its own that begins empty. */
export type Installation = {
  /** Starts it, or starts it again on what it left behind. */
  start: (args?: string[]) => Promise<Kenning>;
  /** Its database, to prepare what the story begins with. Call it again after a start. */
  attach: () => Promise<World>;
  /** Opens a browser of its own, signed in. */
  as: SignedIn;
  /** Opens a browser of its own in which nobody is signed in. */
  visit: (path: string) => Promise<Page>;
  /** Ends application and database as a power cut would, and waits until both are gone. */
  crash: () => Promise<void>;
};

type Fixtures = {
  /** Opens a browser of its own, signed in as the account (`ana` is ana@tradesense.example). */
  as: SignedIn;
  /** The same at another Kenning. */
  asAt: (world: World, account: string, options?: BrowserContextOptions) => Promise<Page>;
  installation: Installation;
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

/** Browsers that are closed when the story ends. */
class Browsers {
  private readonly contexts: BrowserContext[] = [];

  constructor(private readonly browser: Browser) {}

  async open(url: string, options?: BrowserContextOptions): Promise<BrowserContext> {
    // Where a story stands between browser and server, nothing else does.
    const usual = { reducedMotion: 'reduce', serviceWorkers: 'block' } as const;
    const context = await this.browser.newContext({ baseURL: url, ...usual, ...options });
    await waitUntilItListens(context);
    this.contexts.push(context);
    return context;
  }

  async signedIn(world: World, account: string, options?: BrowserContextOptions): Promise<Page> {
    const context = await this.open(world.url, options);
    await signIn(context, world, emailOf(account));
    return context.newPage();
  }

  async close(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close();
  }
}

class OwnInstallation {
  private kenning: Kenning | null = null;
  private world: World | null = null;

  constructor(
    private readonly dataDir: string,
    private readonly browsers: Browsers,
  ) {}

  start = async (args?: string[]): Promise<Kenning> => {
    this.kenning = await startKenning({ dataDir: this.dataDir, args });
    return this.kenning;
  };

  attach = async (): Promise<World> => {
    if (!this.kenning) throw new Error('it has not been started');
    this.world ??= { url: this.kenning.url, dataDir: this.dataDir, database: await attach(this.dataDir) };
    return this.world;
  };

  as: SignedIn = async (account, options) => this.browsers.signedIn(await this.attach(), account, options);

  visit = async (path: string): Promise<Page> => {
    if (!this.kenning) throw new Error('it has not been started');
    const page = await (await this.browsers.open(this.kenning.url)).newPage();
    await page.goto(path);
    return page;
  };

  crash = async (): Promise<void> => {
    await this.letGo();
    await this.kenning?.kill();
    await killDatabase(this.dataDir);
  };

  /** Stops what runs, also where a story failed halfway. */
  end = async (): Promise<void> => {
    await this.letGo();
    await this.kenning?.stop();
    if (existsSync(join(this.dataDir, 'postgres', 'data', 'postmaster.pid'))) await killDatabase(this.dataDir);
    removeDataDir(this.dataDir);
  };

  private async letGo(): Promise<void> {
    await this.browsers.close();
    await this.world?.database.close();
    this.world = null;
  }
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
  context: async ({ context }, use) => {
    await waitUntilItListens(context);
    await use(context);
  },
  as: async ({ asAt, world }, use) => {
    await use((account, options) => asAt(world, account, options));
  },
  asAt: async ({ browser }, use) => {
    const browsers = new Browsers(browser);
    await use((world, account, options) => browsers.signedIn(world, account, options));
    await browsers.close();
  },
  installation: async ({ browser }, use) => {
    const own = new OwnInstallation(newDataDir(), new Browsers(browser));
    await use(own);
    await own.end();
  },
});

export { expect } from '@playwright/test';
