import { type ExecFileException, execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { buildPerson } from '@/server/domains/people/factory';
import type { Database } from '@/server/platform/db/client';
import { ask, type Credential, send } from './support/doors';
import { attach, type Kenning, newDataDir, removeDataDir, startKenning } from './support/kenning';
import { connectStockClient, type StockClient } from './support/stock-client';

/** What an operator does by command line: saves what people are writing, and has it again elsewhere. */
const EMAIL = 'ana@company.example';
const PASSWORD = 'ten thousand lakes';
const COMMAND_TIMEOUT_MS = 120_000;
const OWNER_ONLY = 0o600;
const MODE_BITS = 0o777;

let kenning: Kenning;
let restored: Kenning | null = null;
let database: Database;
let folder: string;
let writer: Credential;
let elsewhere: string;

test.describe.configure({ mode: 'serial', timeout: 240_000 });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kenning-backups-'));
  kenning = await startKenning({ dataDir: newDataDir() });
  elsewhere = newDataDir();
  database = await attach(kenning.dataDir);
  await buildPerson(database.prisma, { email: EMAIL, name: 'Ana', password: PASSWORD });
  const printed = await command(kenning.dataDir, 'token', 'create', '--email', EMAIL, '--scope', 'write');
  writer = { name: 'a token', headers: { authorization: `Bearer ${printed.out.trim()}` } };
});

test.afterAll(async () => {
  await database.close();
  await kenning.stop();
  await restored?.stop();
  for (const dataDir of [kenning.dataDir, elsewhere]) removeDataDir(dataDir);
  rmSync(folder, { recursive: true });
});

type Report = {
  documents: number;
  files: number;
  tables: Record<string, { rows: number; sha256: string }>;
  documentsSha256: string;
};
let saved: Report;

type Said = { code: number; out: string; err: string };

/** Runs `npm run --silent kenning -- …`. */
function command(dataDir: string, ...args: string[]): Promise<Said> {
  const env = { ...process.env, KENNING_DATA_DIR: dataDir };
  const given = ['run', '--silent', 'kenning', '--', ...args];
  return new Promise((resolve) =>
    execFile('npm', given, { env, timeout: COMMAND_TIMEOUT_MS }, (error: ExecFileException | null, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

async function make(title: string, markdown: string): Promise<string> {
  const json = { title, contentType: 'procedures', accessLevel: 'public', markdown };
  const answer = await send(kenning.url, '/api/v1/items', writer, { method: 'POST', json });
  expect(answer.status).toBe(201);
  return (JSON.parse(answer.body) as { id: string }).id;
}

const bytesAt = async (at: Kenning, path: string): Promise<Buffer> => {
  const response = await fetch(`${at.url}${path}`, { headers: writer.headers });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const backupPath = () => join(folder, 'kenning.zip');

const attachment = randomBytes(3_000_000);
const typed: { id: string; client: StockClient; lines: number }[] = [];
let file = '';

/** Two people type, a line whenever the one before has gone out, until told to stop. */
function typing(): () => Promise<void> {
  let stopped = false;
  const all = typed.map(async (one) => {
    while (!stopped) {
      one.lines += 1;
      one.client.write(`Line ${one.lines} of ${one.id}.`);
      await new Promise(setImmediate);
      await ask(kenning.url, '/api/health', writer);
    }
  });
  return async () => {
    stopped = true;
    await Promise.all(all);
  };
}

const stored = async (id: string) => (await ask(kenning.url, `/api/v1/items/${id}/markdown`, writer)).body;

test('BE-B20 a backup is made while people type, and is readable by its owner only', async () => {
  await make('The quokka runbook', 'Feed the quokka at noon.\n');
  for (const title of ['One', 'Two']) {
    const id = await make(title, `Begun as ${title}.\n`);
    const client = connectStockClient(kenning.url, writer.headers, id);
    client.provider.connect();
    await client.synced();
    typed.push({ id, client, lines: 0 });
  }
  const to = `${kenning.url}/files?item=${typed[0]?.id}&name=plan.bin`;
  const added = await fetch(to, { method: 'POST', headers: writer.headers, body: attachment });
  expect(added.status).toBe(201);
  file = ((await added.json()) as { url: string }).url;

  const stop = typing();
  for (const { id } of typed) await expect.poll(() => stored(id)).toContain('Line 5 ');
  const said = await command(kenning.dataDir, 'backup', backupPath(), '--json');
  await stop();
  expect(said.code, said.err).toBe(0);
  saved = JSON.parse(said.out) as Report;
  expect(saved).toMatchObject({ documents: 3, files: 1, missingFiles: [], tables: { person: { rows: 1 } } });
  expect(statSync(backupPath()).mode & MODE_BITS).toBe(OWNER_ONLY);
  expect(readdirSync(folder)).toEqual(['kenning.zip']);
  for (const { client } of typed) client.close();
});

test('BE-B20 `verify-backup` says whether it is good, and nothing is overwritten unasked', async () => {
  const good = await command(folder, 'verify-backup', backupPath());
  expect(good).toMatchObject({ code: 0, out: expect.stringContaining('The backup is whole: ') });
  const again = await command(kenning.dataDir, 'backup', backupPath());
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('name another file, or say --force') });
  const other = join(folder, 'other.zip');
  expect((await command(kenning.dataDir, 'backup', other)).code).toBe(0);
  expect((await command(kenning.dataDir, 'backup', other, '--force')).code).toBe(0);
  truncateSync(other, statSync(other).size - 1000);
  const cut = await command(folder, 'verify-backup', other);
  expect(cut).toMatchObject({ code: 1, err: expect.stringContaining('The backup is damaged: its end is missing') });
  const refused = await command(elsewhere, 'restore', other);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('The backup is damaged: its end is missing') });
});

test('BE-B21 it is not restored into an installation that runs, or that holds something', async () => {
  const runs = await command(kenning.dataDir, 'restore', backupPath());
  expect(runs).toMatchObject({ code: 1, err: expect.stringContaining(`Kenning runs on ${kenning.dataDir}: stop it`) });
  await database.close();
  await kenning.stop();
  const full = await command(kenning.dataDir, 'restore', backupPath());
  expect(full).toMatchObject({ code: 1, err: expect.stringContaining('This installation is not empty') });
  const stopped = await command(kenning.dataDir, 'backup', join(folder, 'stopped.zip'));
  expect(stopped, stopped.err).toMatchObject({ code: 0 });
  kenning = await startKenning({ dataDir: kenning.dataDir });
  database = await attach(kenning.dataDir);
});

test('BE-B22 restored elsewhere, documents and files are the same byte for byte, and work goes on', async () => {
  // As somebody does who looks first: started once, and stopped.
  const looked = await startKenning({ dataDir: elsewhere });
  await looked.stop();
  const said = await command(elsewhere, 'restore', backupPath(), '--json');
  expect(said.code, said.err).toBe(0);
  // What a restore says of itself is what the backup says; another backup reads the rows that are there now.
  const again = await command(elsewhere, 'backup', join(folder, 'restored.zip'), '--json');
  expect(again.code, again.err).toBe(0);
  const { documents, files, tables, documentsSha256 } = saved;
  expect(JSON.parse(again.out)).toMatchObject({ documents, files, missingFiles: [], tables, documentsSha256 });
  restored = await startKenning({ dataDir: elsewhere });
  const at = restored;

  const there = await attach(elsewhere);
  try {
    for (const { id, lines } of typed) {
      const where = { where: { documentId: id }, orderBy: { seq: 'asc' as const } };
      const [ours, theirs] = await Promise.all([
        database.prisma.documentUpdate.findMany(where),
        there.prisma.documentUpdate.findMany(where),
      ]);
      const bytes = (rows: typeof ours) => rows.map(({ seq, bytes }) => `${seq} ${digest(bytes)}`);
      expect(bytes(theirs)).toEqual(bytes(ours.slice(0, theirs.length)));
      expect(theirs.length).toBeGreaterThan(1);
      const text = (await ask(at.url, `/api/v1/items/${id}/markdown`, writer)).body;
      expect(text).toContain('Line 5 of ');
      expect((await stored(id)).startsWith(text.trimEnd())).toBe(true);
      expect(text.match(/^Line /gm)?.length).toBeLessThanOrEqual(lines);
    }
  } finally {
    await there.close();
  }
  expect(digest(await bytesAt(at, file))).toBe(digest(attachment));
  const found = await ask(at.url, '/api/v1/search?q=quokka', writer);
  expect(JSON.parse(found.body)).toMatchObject({ total: 1, results: [{ title: 'The quokka runbook' }] });
  await signInWithPassword(at.url);

  const id = typed[0]?.id ?? '';
  const client = connectStockClient(at.url, writer.headers, id);
  client.provider.connect();
  await client.synced();
  client.write('Written after the restore.');
  await expect
    .poll(async () => (await ask(at.url, `/api/v1/items/${id}/markdown`, writer)).body)
    .toContain('Written after the restore.');
  client.close();
});

/** As the form for signing in does, and asks for a page that only a signed-in person sees. */
async function signInWithPassword(url: string): Promise<void> {
  const page = await fetch(`${url}/api/auth/csrf`);
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const { csrfToken } = (await page.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies.join('; '), origin: url },
    body: new URLSearchParams({ csrfToken, email: EMAIL, password: PASSWORD, json: 'true' }),
  });
  const session = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const me: Credential = { name: 'a person', headers: { cookie: session.join('; ') } };
  const asked = await ask(url, '/api/v1/me', me);
  expect(asked.status).toBe(200);
  expect(asked.body).toContain(EMAIL);
}
