type Row = { id: string; read: boolean; createdAt: Date };

/**
 * What a list of the unread shows while it stands open: what was there stays where it was, read or not, so that marking
 * does not take the button away from under the focus; what comes in stands at its own time, newest first.
 * @param kept as shown before
 * @param now the newest unread, as the server answers
 * @param limit how many the server answers at most: what is missing from a full answer may only be older
 */
export function keptRows<Shown extends Row>(kept: readonly Shown[], now: readonly Shown[], limit: number): Shown[] {
  const fresh = new Map(now.map((row) => [row.id, row]));
  const known = new Set(kept.map((row) => row.id));
  const added = now.filter((row) => !known.has(row.id) && !row.read);
  const oldest = now.length < limit ? undefined : now.at(-1);
  const isRead = (row: Shown) => row.read || oldest === undefined || row.createdAt > oldest.createdAt;
  const stayed = kept.map((row) => fresh.get(row.id) ?? { ...row, read: isRead(row) });
  return [...added, ...stayed].sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
}
