type Row = { id: string; read: boolean };

/**
 * What a list of the unread shows while it stands open: what came anew on top, and what was there stays where it was,
 * read or not, so that marking does not take the button away from under the focus.
 * @param kept as shown before @param now as the server answers
 */
export function keptRows<Shown extends Row>(kept: readonly Shown[], now: readonly Shown[]): Shown[] {
  const fresh = new Map(now.map((row) => [row.id, row]));
  const known = new Set(kept.map((row) => row.id));
  const added = now.filter((row) => !known.has(row.id) && !row.read);
  // What the unread no longer hold has been read, here or elsewhere.
  return [...added, ...kept.map((row) => fresh.get(row.id) ?? { ...row, read: true })];
}
