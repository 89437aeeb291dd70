import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import {
  ACTOR_KINDS,
  type ActorKind,
  ITEM_KINDS,
  type ItemKind,
  smallWorldEmail,
  titleOf,
  wordOf,
} from '@/prisma/seed/small-world';
import { knowledgeNotificationKinds } from '@/server/domains/knowledge';
import { inTransaction } from '@/server/platform/db/client';
import { notify } from '@/server/platform/notifications';
import { type Answer, ask, inParallel, mutate, query } from './support/doors';
import { Ledger } from './support/ledger';
import { ListAuditor } from './support/list-auditor';
import { HUB_TITLE, reads, type SmallInstallation, startSmallInstallation, tagOf } from './support/small-installation';

/** Requests at one moment; more would only wait for the processor. */
const WIDTH = 12;
/** Command lines at one moment: each is a process of its own. */
const COMMANDS_WIDTH = 2;
const CONSOLE_PREFIX = 'access parity of lists:';
/** A word of every item's text, and one of none's. */
const COMMON_WORDS = '"nothing else"';
const NO_WORD = 'xyqqvocative';

let here: SmallInstallation;
let checks = 0;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  here = await startSmallInstallation();
});
test.afterAll(async () => {
  process.stdout.write(`${CONSOLE_PREFIX} ${checks} checks\n`);
  await here.close();
});

/** Runs the tasks and fails with everything that was found. */
async function audit(tasks: (ledger: Ledger) => (() => Promise<void>)[], width = WIDTH): Promise<void> {
  const ledger = new Ledger();
  await inParallel(width, tasks(ledger));
  checks += ledger.checks;
  ledger.demandNone();
}

/** What a list may hold for this person: what they read and what is not in the trash. */
const listed = (actor: ActorKind): ItemKind[] => ITEM_KINDS.filter((kind) => kind !== 'trashed' && reads(actor, kind));
const idsOf = (kinds: readonly ItemKind[]): string[] => kinds.map((kind) => here.world.items[kind]).sort();

type Rows = { id: string }[];
/** The answer of a tRPC procedure or of REST, of which only this much is read. */
type Told = {
  items?: Rows;
  results?: Rows;
  total?: number;
  nextCursor?: string | null;
  tags?: { tag: string }[];
  authors?: { id: string; count: number }[];
};

function told(answer: Answer): Told {
  const body = JSON.parse(answer.body) as Told & { result?: { data: { json: Told } } };
  return body.result ? body.result.data.json : body;
}

const sortedIds = (rows: Rows | undefined): string[] => (rows ?? []).map((row) => row.id).sort();

const perActor = (ledger: Ledger, work: (auditor: ListAuditor) => Promise<void>) =>
  ACTOR_KINDS.map(
    (actor) => () =>
      ledger.try({ actor, item: 'all', door: 'lists' }, () => work(new ListAuditor(ledger, actor, here.world.items))),
  );

test('lists, counts and facets hold what one may read and nothing else', async () => {
  await audit((ledger) =>
    perActor(ledger, async (auditor) => {
      const { actor } = auditor;
      const { cookie } = here.credentials[actor];
      const wanted = [...idsOf(listed(actor)), here.hubId].sort();
      const list = async (input: object) => told(await query(here.url, 'knowledge.item.list', input, cookie));
      const whole = await list({});
      auditor.ids('tRPC list', sortedIds(whole.items), wanted);
      auditor.fine('tRPC list', whole.total === wanted.length, `counts ${whole.total}`);
      for (const kind of ITEM_KINDS) {
        const one = await list({ text: titleOf(kind) });
        auditor.ids(
          `tRPC list of "${titleOf(kind)}"`,
          sortedIds(one.items),
          idsOf(listed(actor).filter((k) => k === kind)),
        );
        auditor.fine(`tRPC list of "${titleOf(kind)}"`, one.total === one.items?.length, `counts ${one.total}`);
        const tagged = await list({ tag: [tagOf(kind)] });
        auditor.ids(
          `tRPC list of ${tagOf(kind)}`,
          sortedIds(tagged.items),
          idsOf(listed(actor).filter((k) => k === kind)),
        );
      }
      const confidential = await list({ accessLevel: ['confidential', 'restricted'] });
      const closed = listed(actor).filter((kind) => kind === 'confidential' || kind === 'restricted');
      auditor.ids('tRPC list by access level', sortedIds(confidential.items), idsOf(closed));
      const team = await list({ teamId: here.world.teams.own });
      auditor.ids('tRPC list by team', sortedIds(team.items), idsOf(listed(actor).filter((kind) => kind === 'team')));
      const byAuthor = await list({ authorId: here.world.people.author });
      auditor.ids('tRPC list by author', sortedIds(byAuthor.items), wanted);
      const choices = told(await query(here.url, 'knowledge.item.choices', undefined, cookie));
      auditor.ids('facet of tags', choices.tags?.map(({ tag }) => tag) ?? [], listed(actor).map(tagOf));
      const authors = choices.authors?.map(({ id, count }) => `${id} ${count}`) ?? [];
      auditor.ids('facet of authors', authors, [`${here.world.people.author} ${wanted.length}`]);
      auditor.ids('REST list', await restIds(actor), wanted);
    }),
  );
});

/** Every page of the REST list, two rows a page. */
async function restIds(actor: ActorKind): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null | undefined = null;
  do {
    const more: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = told(
      await ask(here.url, `/api/v1/items?limit=2&sort=title${more}`, here.credentials[actor].readToken),
    );
    found.push(...sortedIds(page.items));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

test('pages of lists, the trash and the spreadsheet show what one may read and nothing else', async () => {
  await audit((ledger) =>
    perActor(ledger, async (auditor) => {
      const { actor } = auditor;
      const { cookie, readToken } = here.credentials[actor];
      const at = async (path: string) => (await ask(here.url, path, cookie)).body;
      // Home also tells a keeper what became theirs, wherever it is by now.
      const elsewhere = ITEM_KINDS.filter((kind) => kind !== 'trashed' || !reads(actor, kind));
      auditor.shows('/', await at('/'), listed(actor), elsewhere);
      for (const path of ['/library', '/library/items.csv', '/library?sort=title', '/search?q=item']) {
        auditor.shows(path, await at(path), listed(actor));
      }
      auditor.shows('CSV by token', (await ask(here.url, '/library/items.csv', readToken)).body, listed(actor));
      const kept = ITEM_KINDS.filter((kind) => kind === 'trashed' && reads(actor, kind));
      auditor.shows('/trash', await at('/trash'), kept);
      auditor.shows('tRPC trash', (await query(here.url, 'knowledge.trash.list', {}, cookie)).body, kept);
      for (const path of [`/library/${here.hubId}`, `/api/v1/items/${here.hubId}`]) {
        const body = await at(path);
        auditor.fine(path, body.includes(HUB_TITLE), 'does not show the hub');
        for (const kind of ITEM_KINDS) {
          const owed = listed(actor).includes(kind);
          auditor.fine(
            `${path} naming ${kind}`,
            body.includes(here.world.items[kind]) === owed,
            owed ? 'misses it' : 'names it',
          );
        }
      }
    }),
  );
});

test('search finds what one may read, and a word of anything else is a word that nobody wrote', async () => {
  await audit((ledger) =>
    perActor(ledger, async (auditor) => {
      const { actor } = auditor;
      const { cookie, readToken } = here.credentials[actor];
      const search = (q: string) => ask(here.url, `/api/v1/search?limit=20&q=${encodeURIComponent(q)}`, readToken);
      const nothing = await search(NO_WORD);
      for (const kind of ITEM_KINDS) {
        const door = `search for ${wordOf(kind)}`;
        const owed = listed(actor).filter((one) => one === kind);
        const rest = await search(wordOf(kind));
        auditor.ids(`REST ${door}`, sortedIds(told(rest).results), idsOf(owed));
        auditor.fine(`REST ${door}`, told(rest).total === owed.length, `counts ${told(rest).total}`);
        if (owed.length === 0)
          auditor.fine(`REST ${door}`, rest.body === nothing.body, `differs from no word: ${rest.body}`);
        const trpc = told(await query(here.url, 'knowledge.search.items', { q: wordOf(kind) }, cookie));
        auditor.ids(`tRPC ${door}`, sortedIds(trpc.results), idsOf(owed));
        const page = await ask(here.url, `/search?q=${wordOf(kind)}`, cookie);
        auditor.fine(
          `page of ${door}`,
          page.body.includes(here.world.items[kind]) === owed.length > 0,
          'finds what it should not, or not',
        );
        const misspelled = told(await search(`${titleOf(kind)}q`.replace('The', 'Teh')));
        const strangers = sortedIds(misspelled.results).filter(
          (id) => ![...idsOf(listed(actor)), here.hubId].includes(id),
        );
        auditor.ids(`REST search spelled like "${titleOf(kind)}"`, strangers, []);
      }
      const common = told(await search(COMMON_WORDS));
      auditor.ids('REST search for common words', sortedIds(common.results), idsOf(listed(actor)));
      auditor.fine('REST search for common words', common.total === listed(actor).length, `counts ${common.total}`);
      const first = told(
        await ask(here.url, `/api/v1/search?limit=1&q=${encodeURIComponent(COMMON_WORDS)}`, readToken),
      );
      auditor.fine('REST search, one a page', first.total === listed(actor).length, `counts ${first.total}`);
    }),
  );
});

test('a notification names its item as long as it may be read, and a mail shows nothing to who runs the place', async () => {
  await inTransaction(here.database.prisma, async (tx) => {
    for (const kind of ITEM_KINDS) {
      await notify(tx, {
        kind: knowledgeNotificationKinds.madeMaintainer,
        personIds: ACTOR_KINDS.map((actor) => here.world.people[actor]),
        thingId: here.world.items[kind],
        eventId: null,
        now: new Date(),
      });
    }
  });
  await audit((ledger) =>
    perActor(ledger, async (auditor) => {
      const { actor } = auditor;
      const { cookie } = here.credentials[actor];
      const readable = ITEM_KINDS.filter((kind) => reads(actor, kind));
      const answer = await query(here.url, 'notifications.list', { limit: 50 }, cookie);
      auditor.shows('tRPC notifications', answer.body, readable);
      const shown = told(answer).items as { hidden: boolean }[] | undefined;
      const hidden = shown?.filter((one) => one.hidden).length;
      auditor.fine('tRPC notifications', (hidden ?? 0) >= ITEM_KINDS.length - readable.length, `${hidden} are hidden`);
      auditor.shows('/inbox', (await ask(here.url, '/inbox', cookie)).body, readable);
    }),
  );
});

test('who runs the place reads no mail about an item that is closed to them', async () => {
  const { newcomer, administrator } = here.credentials;
  for (const kind of ['restricted', 'team'] as const) {
    await mutate(here.url, 'knowledge.access.request', { id: here.world.items[kind] }, newcomer.cookie);
  }
  const mails = () => here.database.prisma.mailMessage.findMany({ where: { thingId: here.world.items.restricted } });
  await expect.poll(async () => (await mails()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect((await mails())[0]?.text).toContain(titleOf('restricted'));
  for (const path of ['/settings/mail', '/api/trpc/operator.mail?input=%7B%22json%22%3A%7B%7D%7D']) {
    const { status, body } = await ask(here.url, path, administrator.cookie);
    expect(status, path).toBe(200);
    expect(body, path).toContain(smallWorldEmail('author'));
    expect(body, path).not.toContain(titleOf('restricted'));
    expect(body, path).not.toContain(here.world.items.restricted);
    checks += 4;
  }
});

test('an export of what a person may read holds that and nothing else', async () => {
  await audit(
    (ledger) =>
      perActor(ledger, async (auditor) => {
        const { actor } = auditor;
        const folder = join(mkdtempSync(join(tmpdir(), 'kenning-export-')), 'out');
        await promisify(execFile)(
          process.execPath,
          ['dist/cli.js', 'export', folder, '--email', smallWorldEmail(actor)],
          { env: { ...process.env, KENNING_DATA_DIR: here.kenning.dataDir } },
        );
        const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
        const text = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
        auditor.shows('export', text, listed(actor));
        auditor.holds('export', text, listed(actor), ITEM_KINDS, wordOf);
        const names = files.flatMap(({ name }) => /^[a-z0-9]+-(.+\.txt)$/.exec(name)?.[1] ?? []);
        auditor.ids(
          'attachments of the export',
          names,
          listed(actor).map((kind) => `${kind}.txt`),
        );
        rmSync(join(folder, '..'), { recursive: true });
      }),
    COMMANDS_WIDTH,
  );
});
