import { Prisma } from '@/prisma/generated/client';
import type { Tx } from '@/server/platform/db/client';
import { MISREAD } from '../projection.rules';

/** Characters of a text that are searched; PostgreSQL keeps at most a megabyte of lexemes for a row. */
const SEARCHED_CHARACTERS_MAX = 300_000;
const SEARCHED_HEADINGS_CHARACTERS_MAX = 20_000;

/**
 * Computes an item's search vector from its title (A), tags and headings (B) and text (C). The title is in it twice,
 * stemmed and as written, so that the first letters of a word find it while it is being typed.
 */
export async function refreshSearchVector(tx: Tx, itemId: string): Promise<void> {
  const plain = (text: Prisma.Sql) => Prisma.sql`translate(${text}, ${MISREAD}, ${' '.repeat(MISREAD.length)})`;
  const tags = Prisma.sql`coalesce(array_to_string(d.tags || d.categories || d.languages || d.platforms, ' '), '')`;
  const headings = Prisma.sql`left(p.headings, ${SEARCHED_HEADINGS_CHARACTERS_MAX}::int)`;
  const body = Prisma.sql`left(p.plain_text, ${SEARCHED_CHARACTERS_MAX}::int)`;
  await tx.$executeRaw(Prisma.sql`
    UPDATE item_projection p
    SET search_vector =
      setweight(to_tsvector('english', ${plain(Prisma.sql`i.title`)}), 'A')
      || setweight(to_tsvector('simple', ${plain(Prisma.sql`i.title`)}), 'A')
      || setweight(to_tsvector('english', ${plain(tags)}), 'B')
      || setweight(to_tsvector('english', ${plain(headings)}), 'B')
      || setweight(to_tsvector('english', ${plain(body)}), 'C')
    FROM knowledge_item i
    LEFT JOIN knowledge_metadata d ON d.item_id = i.id
    WHERE i.id = p.item_id AND p.item_id = ${itemId}`);
}
