import { isDeepStrictEqual } from 'node:util';
import { Prisma } from '@/prisma/generated/client';
import { type Actor, abilities } from '@/server/platform/access';
import type { Db } from '@/server/platform/db/client';
import { factsOf, ITEM_WITH_FACTS } from '../load';
import { itemPolicy } from '../policy';
import { saidOf, WITH_SAID } from './said';
import type { SourceTree } from './source-tree';

const ROWS_PER_QUERY = 500;

const MATCH = {
  item: {
    include: { ...ITEM_WITH_FACTS, ...WITH_SAID },
    omit: { content: true },
  },
} satisfies Prisma.ItemSourceInclude;

type Row = Prisma.ItemSourceGetPayload<{
  include: { item: { include: typeof MATCH.item.include; omit: { content: true } } };
}>;

/** The item that an earlier import made of a file, as far as the person may know of it. */
export type Match = Row & { headSeq: bigint; standing: 'editable' | 'readable' | 'in_trash' };

/** Items that the person may change first, then those in their trash, then those they may only read. */
const ORDER = { editable: 0, in_trash: 1, readable: 2 } as const;

function standing(actor: Actor, row: Row): Match['standing'] | null {
  const can = abilities(itemPolicy, actor, factsOf(row.item));
  if (can.edit) return 'editable';
  if (can.restore) return 'in_trash';
  return can.read && row.item.trashing === null ? 'readable' : null;
}

async function headsOf(db: Db, ids: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await db.$queryRaw<{ id: string; seq: bigint }[]>(Prisma.sql`
    SELECT d.id, h.seq FROM document d CROSS JOIN document_head(d.id) AS h(seq)
    WHERE d.id = ANY(${[...ids]}::text[]) AND h.seq IS NOT NULL`);
  return new Map(rows.map(({ id, seq }) => [id, seq]));
}

/**
 * Finds what earlier imports of a source made of these paths. Items that the person may not read are as if they were
 * not there: the file then becomes an item of its own.
 */
export async function findMatches(
  db: Db,
  actor: Actor,
  source: string,
  paths: readonly string[],
): Promise<Map<string, Match>> {
  const matches = new Map<string, Match>();
  for (let from = 0; from < paths.length; from += ROWS_PER_QUERY) {
    const rows = await db.itemSource.findMany({
      where: { source, path: { in: paths.slice(from, from + ROWS_PER_QUERY) } },
      include: MATCH,
      orderBy: { itemId: 'asc' },
    });
    const heads = await headsOf(
      db,
      rows.map((row) => row.itemId),
    );
    for (const row of rows) {
      const found = standing(actor, row);
      const before = matches.get(row.path);
      if (found === null || (before !== undefined && ORDER[before.standing] <= ORDER[found])) continue;
      matches.set(row.path, { ...row, headSeq: heads.get(row.itemId) ?? 0n, standing: found });
    }
  }
  return matches;
}

/** Why a file does not overwrite the item that an earlier import made of it. */
export type Obstacle = 'in_trash' | 'not_yours_to_change' | 'from_another_place' | 'edited_since';

/**
 * KN-N2, KN-N24: what keeps a file from overwriting its item: the item is in the trash or not the person's to change,
 * it is known to have come from another place that is only called the same, or somebody changed it since. Null where
 * nothing does.
 */
export function obstacle({ named, origin }: Pick<SourceTree, 'named' | 'origin'>, match: Match): Obstacle | null {
  if (match.standing === 'in_trash') return 'in_trash';
  if (match.standing === 'readable') return 'not_yours_to_change';
  if (!named && match.origin !== null && match.origin !== origin) return 'from_another_place';
  return isEdited(match) ? 'edited_since' : null;
}

/** Whether anybody changed the item since the import wrote it: its text, or what is said of it. */
function isEdited(match: Match): boolean {
  return match.headSeq !== match.importedSeq || !isDeepStrictEqual(saidOf(match.item), match.importedSaid);
}
