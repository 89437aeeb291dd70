import type { Locator, Page } from '@playwright/test';
import { changeMaintainers, createItem } from '@/server/domains/knowledge';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { CreateItemInput } from '@/server/domains/knowledge/schema';
import { loadActorByEmail } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';

const DEMO_DOMAIN = 'tradesense.example';

/** @returns the address of an account: `ana` is ana@tradesense.example; an address is itself */
export const emailOf = (account: string): string => (account.includes('@') ? account : `${account}@${DEMO_DOMAIN}`);

/** Whoever a command is run as while a story is prepared. */
export async function contextOf(db: Db, account: string): Promise<Context> {
  const actor = await loadActorByEmail(db, emailOf(account), { kind: 'job' });
  if (!actor) throw new Error(`${account} is not here`);
  return { actor, db, now: new Date() };
}

export async function personIdOf(db: Db, account: string): Promise<string> {
  return (await contextOf(db, account)).actor.personId;
}

type Given = Partial<CreateItemInput> & {
  title: string;
  author: string;
  /** Besides the author. */
  maintainers?: readonly string[];
  /** Named readers. */
  named?: readonly string[];
  /** When it was written; now when absent. */
  at?: Date;
};

/** An item that a story begins with, made by the same commands as everywhere. */
export async function writeItem(db: Db, given: Given): Promise<{ id: string; path: string; title: string }> {
  const { author, maintainers = [], named = [], at = new Date(), ...input } = given;
  const ctx = { ...(await contextOf(db, author)), now: at };
  const idsOf = (accounts: readonly string[]) => Promise.all(accounts.map((account) => personIdOf(db, account)));
  const namedPersonIds = await idsOf(named);
  const { id } = await createItem(ctx, { contentType: 'procedures', ...input, namedPersonIds });
  if (maintainers.length > 0) {
    const maintainerIds = [ctx.actor.personId, ...(await idsOf(maintainers))];
    await changeMaintainers(ctx, { id, maintainerIds, confirmed: true });
  }
  return { id, path: itemPath({ id, title: given.title }), title: given.title };
}

/** The text of the page that is being written: it bears the title. */
export const textOf = (page: Page, title: string): Locator => page.getByRole('textbox', { name: title, exact: true });

/** The line that says where the text stands. */
export const stateOf = (page: Page): Locator => page.getByTestId('editor-state');

/** The browser tells the editor of a caret that moved a moment after the key or the press. */
export async function caretTold(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((moved) => requestAnimationFrame(() => requestAnimationFrame(moved))));
}
