import { z } from 'zod';
import { invalid } from '@/server/platform/errors';

const position = z.object({ name: z.string(), id: z.string() });

/** A place in the list by name: after whom the next page begins. */
export function writeCursor({ name, id }: { name: string; id: string }): string {
  return Buffer.from(JSON.stringify({ name, id })).toString('base64url');
}

/** @throws KenningError invalid / cursor */
export function readCursor(cursor: string): { name: string; id: string } {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw invalid('cursor');
  }
}
