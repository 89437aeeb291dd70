/** A selection with these rows in it or out of it. What a filter hides keeps its place in the selection. */
export function withMembers(ids: ReadonlySet<string>, rows: readonly string[], member: boolean): Set<string> {
  const next = new Set(ids);
  for (const id of rows) {
    if (member) next.add(id);
    else next.delete(id);
  }
  return next;
}
