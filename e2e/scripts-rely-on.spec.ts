import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { buildPerson } from '@/server/domains/people/factory';
import { createSession, sessionCookie } from '@/server/platform/auth';
import type { Database } from '@/server/platform/db/client';
import { REST_BODY_BYTES_MAX } from '@/server/platform/rest/input';
import { type Answer, ask, type Credential, type Sent, send } from './support/doors';
import { attach, type Kenning, newDataDir, removeDataDir, startKenning } from './support/kenning';
import { connectStockClient } from './support/stock-client';

/** The names that scripts rely on, asked for as a script would: by HTTP, by socket and by command line. */
const EMAIL = 'script@example.com';
const COMMAND_TIMEOUT_MS = 120_000;
const NOBODY: Credential = { name: 'nobody', headers: {} };

let kenning: Kenning;
let database: Database;
let folder: string;
let writer: Credential;
let reader: Credential;

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kenning-scripts-'));
  kenning = await startKenning({ dataDir: newDataDir() });
  database = await attach(kenning.dataDir);
  await buildPerson(database.prisma, { email: EMAIL, name: 'A script', password: 'a long enough password' });
});

test.afterAll(async () => {
  await database.close();
  await kenning.stop();
  removeDataDir(kenning.dataDir);
  rmSync(folder, { recursive: true });
});

/** Runs `npm run --silent kenning -- …`. @returns what it printed */
async function command(...args: string[]): Promise<string> {
  const env = { ...process.env, KENNING_DATA_DIR: kenning.dataDir };
  const given = ['run', '--silent', 'kenning', '--', ...args];
  const { stdout } = await promisify(execFile)('npm', given, { env, timeout: COMMAND_TIMEOUT_MS });
  return stdout;
}

async function newToken(scope: 'read' | 'write'): Promise<Credential> {
  const printed = await command('token', 'create', '--email', EMAIL, '--scope', scope);
  expect(printed).toMatch(/^kng_[\w-]{40,}\n$/);
  return { name: `a token to ${scope}`, headers: { authorization: `Bearer ${printed.trim()}` } };
}

const api = (path: string, by: Credential = writer, sent: Sent & { json?: unknown } = {}): Promise<Answer> =>
  send(kenning.url, `/api/v1${path}`, by, sent);
const post = (json: unknown, by: Credential = writer) => api('/items', by, { method: 'POST', json });
const patch = (id: string, json: unknown, ifMatch?: string) =>
  api(`/items/${id}`, writer, { method: 'PATCH', json, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

type Told = Record<string, unknown> & { id: string; etag: string };
const told = (answer: Answer): Told => JSON.parse(answer.body) as Told;
const errorOf = (answer: Answer) => (JSON.parse(answer.body) as { error: { code: string; reason: string } }).error;

async function make(fields: Record<string, unknown> = {}): Promise<Told> {
  const answer = await post({ title: 'Rotate the keys', contentType: 'procedures', accessLevel: 'public', ...fields });
  expect(answer.status).toBe(201);
  return told(answer);
}

test('HOST, PORT and KENNING_DATA_DIR are where it listens and keeps what it has', async () => {
  expect(kenning.url).toBe(`http://127.0.0.1:${kenning.port}`);
  expect(readdirSync(kenning.dataDir)).toEqual(expect.arrayContaining(['postgres', 'secret']));
  const elsewhere = new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.2', port: kenning.port });
    socket.once('connect', () => resolve('connected'));
    socket.once('error', () => resolve('refused'));
  });
  expect(await elsewhere).toBe('refused');
});

test('GET /api/health answers 200 with the state of every part', async () => {
  const { status, body } = await ask(kenning.url, '/api/health', NOBODY);
  expect(status).toBe(200);
  const parts = (JSON.parse(body) as { parts: Record<string, { state: string } | string> }).parts;
  const names = ['database', 'migrations', 'jobs', 'events', 'mail', 'collaboration', 'storage'];
  expect(Object.keys(parts)).toEqual(expect.arrayContaining(names));
});

test('`token create` prints a token and nothing else while the server runs', async () => {
  [writer, reader] = await Promise.all([newToken('write'), newToken('read')]);
  expect((await api('/me', reader)).status).toBe(200);
});

test('GET /api/v1/openapi.json describes, in OpenAPI 3.1, what REST answers', async () => {
  const { status, body } = await ask(kenning.url, '/api/v1/openapi.json', NOBODY);
  expect(status).toBe(200);
  const document = JSON.parse(body) as {
    openapi: string;
    info: { title: string; version: string };
    servers: { url: string }[];
    components: { securitySchemes: Record<string, { type: string; scheme: string }> };
    paths: Record<
      string,
      Record<string, { security: object[]; responses: Record<string, object>; operationId: string }>
    >;
  };
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({ title: 'Kenning', version: expect.any(String) });
  expect(document.servers).toEqual([{ url: `${kenning.url}/api/v1` }]);
  expect(document.components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
  const ids = new Set<string>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      expect(operation.security, path).toEqual([{ bearer: [] }]);
      expect(Object.keys(operation.responses), path).toEqual(expect.arrayContaining(['401', '500']));
      ids.add(operation.operationId);
      // It is there and asks who one is, before it looks whether the id exists.
      const answer = await api(path.replaceAll('{id}', 'any'), NOBODY, { method: method.toUpperCase() });
      expect(answer.status, `${method} ${path}`).toBe(401);
    }
  }
  expect(ids.size).toBe(Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length);
});

test('an item is made, read, changed on the state that was seen, read as Markdown and thrown away', async () => {
  const { id, etag } = await make({ markdown: '## Why\n\nKeys age.\n', tags: ['keys'] });
  const read = await api(`/items/${id}`, reader);
  expect(read).toMatchObject({ status: 200, headers: { etag } });
  expect(told(read)).toMatchObject({ id, title: 'Rotate the keys', contentType: 'procedures', accessLevel: 'public' });
  expect(told(read)).toMatchObject({ content: '## Why\n\nKeys age.\n', status: 'draft', tags: ['keys'] });

  expect(errorOf(await patch(id, { title: 'Turned' }))).toMatchObject({ code: 'precondition_failed' });
  expect((await patch(id, { title: 'Turned' })).status).toBe(412);
  const changed = await patch(id, { title: 'Turn the keys', markdown: 'Turn them.\n' }, etag);
  expect(changed.status).toBe(200);
  expect(told(changed)).toMatchObject({ title: 'Turn the keys', content: 'Turn them.\n' });
  const stale = await patch(id, { title: 'Overwritten' }, etag);
  expect(stale.status).toBe(412);
  expect(errorOf(stale)).toMatchObject({ reason: 'changed_since', params: { etag: told(changed).etag } });

  const markdown = await api(`/items/${id}/markdown`, reader);
  expect(markdown).toMatchObject({ status: 200, body: 'Turn them.\n', headers: { etag: told(changed).etag } });
  expect(markdown.headers['content-type']).toMatch(/^text\/markdown/);

  expect((await api(`/items/${id}`, reader, { method: 'DELETE' })).status).toBe(403);
  expect((await api(`/items/${id}`, writer, { method: 'DELETE' })).status).toBe(200);
  const inTrash = await api(`/items/${id}`);
  expect(told(inTrash).trashedAt).not.toBeNull();
  expect((await api(`/items/${id}/restore`, writer, { method: 'POST' })).status).toBe(201);
  expect((await api(`/items/${id}`, writer, { method: 'DELETE' })).status).toBe(200);
});

test('GET /items goes through everything by cursor, each item once', async () => {
  const made: string[] = [];
  for (let at = 0; at < 7; at += 1) made.push((await make({ title: `Paged ${at}` })).id);
  for (const sort of ['updated', 'created', 'title']) {
    const found: string[] = [];
    let cursor = '';
    do {
      const page = told(await api(`/items?text=Paged&limit=3&sort=${sort}${cursor}`, reader));
      found.push(...(page.items as { id: string }[]).map((item) => item.id));
      expect(page.total).toBe(7);
      cursor = page.nextCursor ? `&cursor=${encodeURIComponent(String(page.nextCursor))}` : '';
    } while (cursor);
    expect([...found].sort(), sort).toEqual([...made].sort());
  }
  expect((await api('/items?cursor=nonsense', reader)).status).toBe(400);
  expect((await api('/items?limit=0', reader)).status).toBe(400);
  expect(errorOf(await api('/items?accesslevel=public', reader))).toMatchObject({ reason: 'unknown_parameter' });
});

test('GET /search answers {results: [{id, title, score, snippet}], total}', async () => {
  const { id } = await make({ title: 'The quokka runbook', markdown: 'Feed the quokka at noon.\n' });
  const found = told(await api('/search?q=quokka&limit=5', reader));
  expect(found).toMatchObject({ total: 1, results: [{ id, title: 'The quokka runbook' }] });
  const [hit] = found.results as { score: number; snippet: string }[];
  expect(hit?.score).toBeGreaterThan(0);
  expect(hit?.snippet).toContain('quokka');
  expect((await api('/search?q=quokka&limit=5&contentType=tutorials', reader)).body).toContain('"total":0');
  expect((await api('/search', reader)).status).toBe(400);
});

test('what is wrong is said in one form, with the status that fits', async () => {
  const { id } = await make();
  const nobody = await api('/items', NOBODY);
  expect(nobody).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
  expect(errorOf(nobody)).toMatchObject({
    code: 'unauthenticated',
    reference: expect.stringMatching(/^[0-9A-F]{10}$/),
  });
  expect((await api('/items/unknown', reader)).status).toBe(404);
  expect((await api('/nothing', reader)).status).toBe(404);
  const invalid = await post({ title: '', contentType: 'poems' });
  expect(invalid.status).toBe(400);
  const { params } = errorOf(invalid) as unknown as { params: { issues: string[] } };
  expect(params.issues.map((issue) => issue.split(':')[0])).toEqual(['title', 'contentType']);
  expect((await post({ title: 'By a reader', contentType: 'procedures' }, reader)).status).toBe(403);
  const method = await api('/items', writer, { method: 'PUT', json: {} });
  expect(method).toMatchObject({ status: 405, headers: { allow: 'GET, POST' } });
  const json = { 'content-type': 'application/json' };
  const raw = (body: string, headers = json) => api('/items', writer, { method: 'POST', headers, body });
  expect(errorOf(await raw('{"title":'))).toMatchObject({ code: 'invalid', reason: 'not_json' });
  expect(errorOf(await raw('[1]'))).toMatchObject({ code: 'invalid', reason: 'not_json_object' });
  const typed = await raw('title=x', { 'content-type': 'application/x-www-form-urlencoded' });
  expect(errorOf(typed)).toMatchObject({ code: 'invalid', reason: 'content_type_json' });
  const large = await raw(JSON.stringify({ title: 'x', markdown: 'x'.repeat(REST_BODY_BYTES_MAX) }));
  expect(large.status).toBe(413);
  expect(errorOf(await patch(id, { accessLevel: 'team' }, '*'))).toMatchObject({ reason: 'team_missing' });
  expect(errorOf(await patch(id, { teamIds: ['any'] }, '*'))).toMatchObject({ reason: 'audience_without_level' });
});

test('a page of another site does not write with a person’s cookie', async () => {
  const { id: personId } = await database.prisma.person.findUniqueOrThrow({ where: { email: EMAIL } });
  const sessionId = await createSession(database.prisma, { personId, address: '', userAgent: '', now: new Date() });
  const secret = readFileSync(join(kenning.dataDir, 'secret'), 'utf8');
  const cookie = await sessionCookie({ sessionId, secret, secure: false });
  const from = (headers: Record<string, string>): Credential => ({
    name: 'a cookie',
    headers: { cookie: `${cookie.name}=${cookie.value}`, ...headers },
  });
  const item = { title: 'By cookie', contentType: 'procedures' };
  expect((await post(item, from({ origin: 'http://elsewhere.example' }))).status).toBe(403);
  expect((await post(item, from({ origin: 'null' }))).status).toBe(403);
  expect((await post(item, from({ 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
  expect((await post(item, from({ origin: kenning.url }))).status).toBe(201);
  expect((await api('/items', from({ origin: 'http://elsewhere.example' }))).status).toBe(200);
});

test('a stock y-websocket client with a bearer token and REST see one text', async () => {
  const { id } = await make({ markdown: 'From REST.\n' });
  const client = connectStockClient(kenning.url, writer.headers, id);
  client.provider.connect();
  await client.synced();
  expect(client.text()).toMatch(/^<paragraph[^>]*>From REST\.<\/paragraph>$/);

  client.write('From the socket.');
  const markdown = async () => (await api(`/items/${id}/markdown`, reader)).body;
  await expect.poll(markdown).toBe('From REST.\n\nFrom the socket.\n');

  expect((await patch(id, { markdown: 'Patched while it is open.\n' }, '*')).status).toBe(200);
  await expect.poll(client.text).toContain('Patched while it is open.');
  expect(client.text()).not.toContain('From');
  client.close();
});

/** A folder with two pages that link one another. */
function sources(words: string): string {
  const source = mkdtempSync(join(folder, 'source-'));
  writeFileSync(join(source, 'one.md'), `# One\n\n${words} See [two](two.md).\n`);
  writeFileSync(join(source, 'two.md'), '# Two\n\n- a\n- b\n');
  return source;
}

const imported = async (source: string, ...more: string[]) =>
  JSON.parse(await command('import', source, '--email', EMAIL, '--json', ...more)) as Told;

async function importAndExport(): Promise<void> {
  const words = `Written at ${folder} while it ${kenning.port}.`;
  const source = sources(words);
  const first = await imported(source, '--access', 'confidential');
  expect(first).toMatchObject({ created: 2, updated: 0, unchanged: 0, conflicts: 0, failed: 0 });
  const items = first.items as { path: string; id: string }[];
  expect(items.map((item) => item.path).sort()).toEqual(['one.md', 'two.md']);
  expect(await imported(source)).toMatchObject({ created: 0, updated: 0, unchanged: 2, items: first.items });
  writeFileSync(join(source, 'two.md'), '# Two\n\n- a\n- b\n- c\n');
  expect(await imported(source)).toMatchObject({ created: 0, updated: 1, unchanged: 1, conflicts: 0 });
  const target = join(mkdtempSync(join(folder, 'target-')), 'out');
  await command('export', target);
  const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
  expect(texts.filter((text) => text.includes(words))).toHaveLength(1);
  const where = { id: { in: items.map((item) => item.id) } };
  const rows = await database.prisma.knowledgeItem.findMany({ where });
  expect(rows.map((row) => row.accessLevel)).toEqual(['confidential', 'confidential']);
}

test('`import` and `export` work while the server runs', importAndExport);

test('`token create`, `import` and `export` work while the server does not run, and it finds what they did', async () => {
  await database.close();
  await kenning.stop();
  const token = await newToken('read');
  const source = sources('While nothing runs.');
  const report = await imported(source);
  expect(report).toMatchObject({ created: 2, failed: 0 });
  const target = join(mkdtempSync(join(folder, 'target-')), 'out');
  await command('export', target);
  expect(readdirSync(target).length).toBeGreaterThan(0);

  kenning = await startKenning({ dataDir: kenning.dataDir });
  database = await attach(kenning.dataDir);
  const [item] = report.items as { id: string }[];
  const read = await api(`/items/${item?.id}/markdown`, token);
  expect(read).toMatchObject({ status: 200 });
  expect(read.body).toContain('While nothing runs.');
  expect(read.body).toMatch(/\[two\]\(\/library\/two-\w+\)/);
});
