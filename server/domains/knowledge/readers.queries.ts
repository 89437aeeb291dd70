import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import { factsOf, loadReadable } from './load';
import { type ItemFacts, itemPolicy, readersOf } from './policy';
import { normalAccess, type Widening, widening } from './rules';
import { type AccessInput, accessInput } from './schema';

export const READERS_SHOWN_MAX = 200;

type Ref = { id: string; name: string };

/** One reason why somebody reads: a sentence for the dialog, in codes. `people`: how many it lets in today. */
export type ReadingReason =
  | { kind: 'author' | 'maintainer' | 'named'; person: Ref; left: boolean }
  | { kind: 'everyone' | 'seniors' | 'leadership'; people: number }
  | { kind: 'team'; team: Ref; people: number }
  | { kind: 'job_role'; jobRole: Ref; people: number };

export type WhoCanSee = {
  reasons: ReadingReason[];
  /** Everyone who may read it today, each once. */
  total: number;
  /** The first of them by name; `total` counts all. */
  readers: Ref[];
  trashed: boolean;
};

const ACTIVE = { deactivation: null } as const;

/**
 * Who can see an item, and why. Whoever reads it may know who else does.
 * @throws KenningError not_found
 */
export async function whoCanSee(ctx: Context, input: { id: string }): Promise<WhoCanSee> {
  const { db, actor } = ctx;
  const facts = factsOf(await loadReadable(db, actor, input.id));
  authorize(itemPolicy, 'read', actor, facts);
  const where = readersOf(facts);
  const [people, groups, total, readers] = await Promise.all([
    personReasons(db, facts),
    facts.trashed ? [] : groupReasons(db, facts),
    db.person.count({ where }),
    db.person.findMany({
      where,
      select: { id: true, name: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: READERS_SHOWN_MAX,
    }),
  ]);
  return { reasons: [...people, ...groups], total, readers, trashed: facts.trashed };
}

async function personReasons(db: Db, facts: ItemFacts): Promise<ReadingReason[]> {
  const named = facts.trashed || facts.accessLevel === 'public' ? [] : facts.namedPersonIds;
  const people = await db.person.findMany({
    where: { id: { in: [facts.authorId, ...facts.maintainerIds, ...named] } },
    select: { id: true, name: true, deactivation: { select: { at: true } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const reasons = (kind: 'author' | 'maintainer' | 'named', ids: readonly string[]): ReadingReason[] =>
    people
      .filter((person) => ids.includes(person.id))
      .map(({ id, name, deactivation }) => ({ kind, person: { id, name }, left: deactivation !== null }));
  return [
    ...reasons('author', [facts.authorId]),
    ...reasons('maintainer', facts.maintainerIds),
    ...reasons('named', named),
  ];
}

async function groupReasons(db: Db, facts: ItemFacts): Promise<ReadingReason[]> {
  switch (facts.accessLevel) {
    case 'public':
      return [{ kind: 'everyone', people: await db.person.count({ where: ACTIVE }) }];
    case 'team': {
      const teams = await db.team.findMany({
        where: { id: { in: [...facts.teamIds] } },
        select: { id: true, name: true, _count: { select: { members: { where: { person: ACTIVE } } } } },
        orderBy: { name: 'asc' },
      });
      return teams.map(({ id, name, _count }) => ({ kind: 'team', team: { id, name }, people: _count.members }));
    }
    case 'role': {
      const roles = await db.jobRole.findMany({
        where: { id: { in: [...facts.jobRoleIds] } },
        select: { id: true, name: true, _count: { select: { people: { where: ACTIVE } } } },
        orderBy: { name: 'asc' },
      });
      return roles.map(({ id, name, _count }) => ({ kind: 'job_role', jobRole: { id, name }, people: _count.people }));
    }
    case 'confidential': {
      const [seniors, leadership] = await Promise.all([
        db.person.count({ where: { ...ACTIVE, jobLevel: { senior: true } } }),
        db.person.count({ where: { ...ACTIVE, accessRole: 'leadership' } }),
      ]);
      return [
        { kind: 'seniors', people: seniors },
        { kind: 'leadership', people: leadership },
      ];
    }
    case 'restricted':
      return [];
  }
}

export type AccessPreview = {
  /** Whom the change names who was not named before; null when it lets nobody in. */
  widening: Widening | null;
  /** How many people read it now, would read it, would be let in, and would lose it, today. */
  before: number;
  after: number;
  added: number;
  removed: number;
};

/**
 * What a change of access would do, before it is made.
 * @throws KenningError not_found, forbidden
 */
export async function previewAccess(ctx: Context, input: AccessInput & { id: string }): Promise<AccessPreview> {
  const facts = factsOf(await loadReadable(ctx.db, ctx.actor, input.id));
  authorize(itemPolicy, 'changeAccess', ctx.actor, facts);
  const access = normalAccess(accessInput.parse(input));
  const readers = [readersOf(facts), readersOf({ ...facts, ...access })] as const;
  const [before, after, both] = await Promise.all([
    ctx.db.person.count({ where: readers[0] }),
    ctx.db.person.count({ where: readers[1] }),
    ctx.db.person.count({ where: { AND: [...readers] } }),
  ]);
  return { widening: widening(facts, access), before, after, added: after - both, removed: before - both };
}
