import { invalid } from '../errors';

/** A place in a list that runs from new to old. */
export type Position = { createdAt: Date; id: string };

/** An opaque text for a place in a list. */
export function encodePosition({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url');
}

/** @throws KenningError invalid/bad_cursor */
export function decodePosition(text: string): Position {
  const [time, id] = Buffer.from(text, 'base64url').toString().split(' ');
  const createdAt = new Date(time === undefined || !/^\d{1,15}$/.test(time) ? Number.NaN : Number(time));
  if (!id || Number.isNaN(createdAt.getTime())) throw invalid('bad_cursor');
  return { createdAt, id };
}

/** The where-clause of everything after a place, for a list ordered by `createdAt` and `id`, both descending. */
export function olderThan({ createdAt, id }: Position) {
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** Newest first; the id decides between rows of one millisecond. */
export const NEWEST_FIRST = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** Cuts the one row too many that tells whether there is a next page. */
export function pageOf<Row extends Position>(rows: Row[], limit: number): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? encodePosition(last) : null };
}
