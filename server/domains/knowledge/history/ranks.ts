import * as Y from 'yjs';

type Struct = Y.Item | Y.GC;
export type Rank = (id: Y.ID) => number;

/** What has to be there before a struct is written. */
function causesOf(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent = struct.parent instanceof Y.AbstractType ? (struct.parent._item?.id ?? null) : null;
  return [struct.origin, struct.rightOrigin, parent].filter((id) => id !== null);
}

/**
 * In which order a change was written, as far as it can be told of many that came together: what was written knowing
 * something else has a higher rank, and what was there before the change has none.
 */
export function ranksOf({ store }: Y.Doc, { beforeState, afterState }: Y.Transaction): Rank {
  const ranks = new Map<number, { clock: number; rank: number }[]>();
  const isNew = ({ client, clock }: Y.ID) => clock >= (beforeState.get(client) ?? 0);
  const rankOf = ({ client, clock }: Y.ID): number => {
    const done = ranks.get(client) ?? [];
    let [low, high] = [0, done.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((done[middle]?.clock ?? 0) <= clock) low = middle + 1;
      else high = middle;
    }
    return done[low - 1]?.rank ?? 0;
  };
  const doneUpTo = new Map<number, number>();
  const isDone = ({ client, clock }: Y.ID) => clock < (doneUpTo.get(client) ?? beforeState.get(client) ?? 0);
  /** Goes on with a client. @returns whose work has to come first */
  const goOn = (client: number): number | null => {
    const structs = store.clients.get(client) ?? [];
    const from = doneUpTo.get(client) ?? beforeState.get(client) ?? 0;
    if (from >= Y.getState(store, client)) return null;
    const own = ranks.get(client) ?? [];
    ranks.set(client, own);
    for (let at = Y.findIndexSS(structs, from); at < structs.length; at += 1) {
      const struct = structs[at] as Struct;
      const causes = causesOf(struct).filter(isNew);
      const open = causes.find((id) => id.client !== client && !isDone(id));
      if (open) return open.client;
      const rank = 1 + Math.max(own.at(-1)?.rank ?? 0, ...causes.map(rankOf));
      own.push({ clock: struct.id.clock, rank });
      doneUpTo.set(client, struct.id.clock + struct.length);
    }
    return null;
  };
  for (const client of afterState.keys()) {
    const waiting = [client];
    for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
      const first = goOn(last);
      if (first === null || waiting.length > afterState.size) waiting.pop();
      else waiting.push(first);
    }
  }
  return rankOf;
}
