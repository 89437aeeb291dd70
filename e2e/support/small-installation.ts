import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenScope } from '@/prisma/generated/enums';
import {
  ACTOR_KINDS,
  type ActorKind,
  buildSmallWorld,
  ITEM_KINDS,
  type ItemKind,
  READERS,
  type SmallWorld,
  titleOf,
} from '@/prisma/seed/small-world';
import { changeMetadata, createItem } from '@/server/domains/knowledge';
import { itemPath } from '@/server/domains/knowledge/rules';
import { createSession, newApiToken, sessionCookie } from '@/server/platform/auth';
import { after, DAY_MS, HOUR_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { openLocalFileStore } from '@/server/platform/storage';
import type { Credential } from './doors';
import { attach, type Kenning, newDataDir, removeDataDir, startKenning } from './kenning';

export const HUB_TITLE = 'The hub of all items';
export const tagOf = (kind: ItemKind): string => `tag-${kind}`;

/** What is asked for at a door: an item with its attachment. */
export type Asked = { kind: ItemKind | 'unknown'; id: string; attachmentId: string; path: string; title: string };

export type Credentials = { cookie: Credential; writeToken: Credential; readToken: Credential };

/** A running Kenning that holds the small world, and a way in for everybody in it. */
export type SmallInstallation = {
  kenning: Kenning;
  url: string;
  database: Database;
  world: SmallWorld;
  /** A public item that names every other as a prerequisite. */
  hubId: string;
  items: Readonly<Record<ItemKind, Asked>>;
  credentials: Readonly<Record<ActorKind, Credentials>>;
  /** Ways in that no longer open, or never did. */
  dead: readonly Credential[];
  close: () => Promise<void>;
};

/** Words in an address count for nothing: with the same in every address, answers differ by the id alone. */
const pathTo = (id: string): string => itemPath({ id, title: 'some words' });

const UNKNOWN_ID = 'unknownunknownunknown123';
/** An id that nothing has. */
export const UNKNOWN: Asked = {
  kind: 'unknown',
  id: UNKNOWN_ID,
  attachmentId: UNKNOWN_ID,
  title: 'Unknown',
  path: pathTo(UNKNOWN_ID),
};

export const reads = (actor: ActorKind, item: ItemKind): boolean => READERS[item].includes(actor);

/** Starts the built product on an empty directory and fills it while it runs. */
export async function startSmallInstallation(): Promise<SmallInstallation> {
  const dataDir = newDataDir();
  const kenning = await startKenning({ dataDir });
  const database = await attach(dataDir);
  const { prisma } = database;
  const files = await openLocalFileStore(join(dataDir, 'files'), prisma);
  const world = await buildSmallWorld(prisma, after(new Date(), -2 * HOUR_MS), files);
  const ways = waysIn(database, readFileSync(join(dataDir, 'secret'), 'utf8'), kenning.url);
  const credentials = {} as Record<ActorKind, Credentials>;
  for (const kind of ACTOR_KINDS) credentials[kind] = await ways.of(kind, world.people[kind]);
  return {
    kenning,
    url: kenning.url,
    database,
    world,
    hubId: await describeItems(world),
    items: askedItems(world),
    credentials,
    dead: await deadWays(ways, world),
    close: async () => {
      await database.close();
      await kenning.stop();
      removeDataDir(dataDir);
    },
  };
}

function askedItems(world: SmallWorld): Record<ItemKind, Asked> {
  const asked = {} as Record<ItemKind, Asked>;
  for (const kind of ITEM_KINDS) {
    const [id, title] = [world.items[kind], titleOf(kind)];
    asked[kind] = { kind, id, title, attachmentId: world.attachments[kind] ?? '', path: pathTo(id) };
  }
  return asked;
}

/** Gives every item a tag of its own, and makes the hub. */
async function describeItems(world: SmallWorld): Promise<string> {
  const author = await world.as('author');
  const kinds = ITEM_KINDS.filter((kind) => kind !== 'trashed');
  for (const kind of kinds) await changeMetadata(author, { id: world.items[kind], tags: [tagOf(kind)] });
  const { id } = await createItem(author, {
    title: HUB_TITLE,
    contentType: 'procedures',
    accessLevel: 'public',
    prerequisites: kinds.map((kind) => world.items[kind]),
  });
  return id;
}

type Ways = ReturnType<typeof waysIn>;

function waysIn({ prisma }: Database, secret: string, origin: string) {
  const session = async (name: string, personId: string): Promise<Credential & { sessionId: string }> => {
    const sessionId = await createSession(prisma, { personId, address: '127.0.0.1', userAgent: '', now: new Date() });
    const cookie = await sessionCookie({ sessionId, secret, secure: false });
    return { name, sessionId, headers: { cookie: `${cookie.name}=${cookie.value}`, origin } };
  };
  const token = async (name: string, personId: string, scopes: TokenScope[], expiresAt = after(new Date(), DAY_MS)) => {
    const made = newApiToken();
    const data = { personId, name, tokenHash: made.hash, hint: made.hint, scopes, createdAt: new Date(), expiresAt };
    const { id } = await prisma.apiToken.create({ data, select: { id: true } });
    return { name, tokenId: id, headers: { authorization: `Bearer ${made.secret}` } };
  };
  const of = async (name: string, personId: string): Promise<Credentials> => ({
    cookie: await session(`${name} by cookie`, personId),
    writeToken: await token(`${name} by token`, personId, ['read', 'write']),
    readToken: await token(`${name} by reading token`, personId, ['read']),
  });
  return { prisma, session, token, of };
}

async function deadWays({ prisma, session, token }: Ways, { people }: SmallWorld): Promise<Credential[]> {
  const past = after(new Date(), -HOUR_MS);
  const ended = await session('an ended session', people.author);
  await prisma.session.update({ where: { id: ended.sessionId }, data: { endedAt: past, endedReason: 'signed_out' } });
  const expired = await session('an expired session', people.author);
  await prisma.session.update({ where: { id: expired.sessionId }, data: { expiresAt: past } });
  const revoked = await token('a revoked token', people.author, ['read', 'write']);
  await prisma.apiToken.update({ where: { id: revoked.tokenId }, data: { revokedAt: past } });
  return [
    { name: 'nobody', headers: {} },
    { name: 'a made-up cookie', headers: { cookie: 'next-auth.session-token=made.up' } },
    { name: 'a made-up token', headers: { authorization: `Bearer ${newApiToken().secret}` } },
    ended,
    expired,
    revoked,
    await token('an expired token', people.author, ['read', 'write'], past),
    await session('the session of who has left', people.deactivated),
    await token('the token of who has left', people.deactivated, ['read', 'write']),
  ];
}
