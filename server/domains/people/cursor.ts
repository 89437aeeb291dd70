import { z } from 'zod';
import { invalid } from '@/server/platform/errors';

const position = z.object({ name: z.string(), id: z.string() });

/** A place in the list by name: after whom the next page begins. */
export function writeCursor({ name, id }: { name: string; id: string }): string {
  return Buffer.from(JSON.stringify({ name, id })).toString('base64url');
}

/** What comes after a cursor, as a where-clause; everything where there is none. @throws KenningError invalid / cursor */
export function afterCursor(cursor: string | null | undefined) {
  if (!cursor) return {};
  const { name, id } = readCursor(cursor);
  return { OR: [{ name: { gt: name } }, { name, id: { gt: id } }] };
}

function readCursor(cursor: string): { name: string; id: string } {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw invalid('cursor');
  }
}
