import type { AccessLevel } from '@/prisma/generated/enums';
import { addAttachment, changeMaintainers, createItem, trashItem } from '@/server/domains/knowledge';
import { buildJobRole, buildPerson, buildTeam } from '@/server/domains/people/factory';
import type { ActorDoor } from '@/server/platform/access';
import { hashPassword, loadActor } from '@/server/platform/auth';
import { after, MINUTE_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import type { FileStore } from '@/server/platform/storage';

/** One of every kind of person that decides about access; each is let in by one thing only, or by none. */
export const ACTOR_KINDS = [
  'administrator',
  'leadership',
  'senior',
  'engineer',
  'sameRole',
  'otherTeam',
  'named',
  'author',
  'maintainer',
  'newcomer',
] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** One item of every level, and one that would be public but is in the trash. */
export const ITEM_KINDS = ['public', 'team', 'role', 'confidential', 'restricted', 'trashed'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Who reads what, written by hand: the policy is held against it, never the other way round. */
export const READERS: Readonly<Record<ItemKind, readonly ActorKind[]>> = {
  public: ACTOR_KINDS,
  team: ['author', 'maintainer', 'engineer'],
  role: ['author', 'maintainer', 'engineer', 'sameRole'],
  confidential: ['author', 'maintainer', 'senior', 'leadership'],
  restricted: ['author', 'maintainer', 'named'],
  trashed: ['author', 'maintainer'],
};

/** Who changes what. */
export const WRITERS: Readonly<Record<ItemKind, readonly ActorKind[]>> = {
  public: ['author', 'maintainer'],
  team: ['author', 'maintainer'],
  role: ['author', 'maintainer'],
  confidential: ['author', 'maintainer'],
  restricted: ['author', 'maintainer'],
  trashed: [],
};

/** A word that stands in the text of this item and nowhere else: for search, snippets, exports. */
export const wordOf = (kind: ItemKind): string => `zorblat${kind}`;
export const titleOf = (kind: ItemKind): string => `The ${kind} item`;
export const smallWorldEmail = (kind: ActorKind | 'deactivated'): string => `${kind.toLowerCase()}@small.example`;

export const SMALL_WORLD_PASSWORD = 'small world password';

export type SmallWorld = {
  teams: { own: string; other: string };
  jobRoles: { engineer: string; designer: string };
  /** Ids of people; `deactivated` would read by team, role, level and name, had they not left. */
  people: Readonly<Record<ActorKind | 'deactivated', string>>;
  items: Readonly<Record<ItemKind, string>>;
  /** Ids of attachments, one an item; only when the world was built with a file store. */
  attachments: Partial<Record<ItemKind, string>>;
  /** What a command or query is given when this person acts. */
  as: (kind: ActorKind, door?: ActorDoor) => Promise<Context>;
};

const ATTACHMENT_TEXT = new TextEncoder().encode('a file that belongs to an item\n');

/**
 * Two teams, two job roles, a person for every kind of actor and an item for every level of access.
 * @param now when it was made; commands of `as` run an hour later
 * @param files also attach a file to every item
 */
export async function buildSmallWorld(db: Db, now: Date, files?: FileStore): Promise<SmallWorld> {
  const teams = { own: (await buildTeam(db, { name: 'Own' })).id, other: (await buildTeam(db, { name: 'Other' })).id };
  const jobRoles = { engineer: (await rolesOf(db, 'Engineer')).id, designer: (await rolesOf(db, 'Designer')).id };
  const people = await buildPeople(db, now, teams, jobRoles);
  const as =
    (at: Date) =>
    async (kind: ActorKind, door: ActorDoor = { kind: 'job' }) => {
      const actor = await loadActor(db, people[kind], door);
      if (!actor) throw new Error(`${kind} has left`);
      return { actor, db, now: at };
    };
  const { items, attachments } = await buildItems(await as(now)('author'), { teams, jobRoles, people }, files);
  // Left only now: the item names them still.
  await db.deactivation.create({ data: { personId: people.deactivated, at: after(now, MINUTE_MS) } });
  return { teams, jobRoles, people, items, attachments, as: as(after(now, 60 * MINUTE_MS)) };
}

const rolesOf = (db: Db, name: string) =>
  buildJobRole(db, {
    name,
    levels: [
      { key: 'junior', name: 'Junior', senior: false },
      { key: 'senior', name: 'Senior', senior: true },
    ],
  });

async function buildPeople(db: Db, now: Date, teams: SmallWorld['teams'], jobRoles: SmallWorld['jobRoles']) {
  const passwordHash = await hashPassword(SMALL_WORLD_PASSWORD);
  const level = async (jobRoleId: string, key: string) => {
    const found = await db.jobLevel.findUniqueOrThrow({ where: { jobRoleId_key: { jobRoleId, key } } });
    return { jobRoleId, jobLevelId: found.id };
  };
  const add = async (kind: ActorKind | 'deactivated', overrides: Parameters<typeof buildPerson>[1] = {}) => {
    const account = { email: smallWorldEmail(kind), name: `The ${kind}`, passwordHash, now };
    return (await buildPerson(db, { ...account, ...overrides })).id;
  };
  const junior = await level(jobRoles.engineer, 'junior');
  return {
    administrator: await add('administrator', { accessRole: 'administrator' }),
    leadership: await add('leadership', { accessRole: 'leadership' }),
    senior: await add('senior', { ...(await level(jobRoles.designer, 'senior')), teamIds: [teams.other] }),
    engineer: await add('engineer', { ...junior, teamIds: [teams.own] }),
    sameRole: await add('sameRole', { ...junior, teamIds: [teams.other] }),
    otherTeam: await add('otherTeam', { ...(await level(jobRoles.designer, 'junior')), teamIds: [teams.other] }),
    named: await add('named'),
    author: await add('author'),
    maintainer: await add('maintainer'),
    newcomer: await add('newcomer'),
    deactivated: await add('deactivated', { ...(await level(jobRoles.engineer, 'senior')), teamIds: [teams.own] }),
  };
}

async function buildItems(
  author: Context,
  world: Pick<SmallWorld, 'teams' | 'jobRoles' | 'people'>,
  files: FileStore | undefined,
) {
  const attachments: Partial<Record<ItemKind, string>> = {};
  const build = async (kind: ItemKind, accessLevel: AccessLevel): Promise<string> => {
    const { id } = await createItem(author, {
      title: titleOf(kind),
      contentType: 'procedures',
      accessLevel,
      teamIds: accessLevel === 'team' ? [world.teams.own] : [],
      jobRoleIds: accessLevel === 'role' ? [world.jobRoles.engineer] : [],
      namedPersonIds: kind === 'restricted' ? [world.people.named, world.people.deactivated] : [],
      markdown: `## Part of ${kind}\n\nIt says ${wordOf(kind)} and nothing else.\n`,
    });
    const maintainerIds = [world.people.author, world.people.maintainer];
    await changeMaintainers(author, { id, maintainerIds, confirmed: true });
    if (!files) return id;
    const file = { itemId: id, name: `${kind}.txt`, source: ATTACHMENT_TEXT };
    attachments[kind] = (await addAttachment(author, files, file)).id;
    return id;
  };
  const items = {
    public: await build('public', 'public'),
    team: await build('team', 'team'),
    role: await build('role', 'role'),
    confidential: await build('confidential', 'confidential'),
    restricted: await build('restricted', 'restricted'),
    trashed: await build('trashed', 'public'),
  };
  await trashItem(author, { id: items.trashed });
  return { items, attachments };
}
