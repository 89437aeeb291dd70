import type { Connection } from './connection';
import { joinDecoded } from './join-update';
import type { Accepted } from './take-in';
import type { Decoded } from './update-encode';
import { AT_ONCE_BYTES } from './update-slices';

/** What is committed of a connection, as one update of the log. */
export type TurnRow = Omit<Accepted, 'update'>;
type Gathering = { from: Connection; accepted: Accepted[]; bytes: number; ends: Map<number, number> };

/** Whether each client in it goes on where the row ends. Says where it then ends. */
function goesOn(ends: Map<number, number>, { structs }: Decoded): Map<number, number> | null {
  const next = new Map(ends);
  for (const { id, length } of structs) {
    if ((next.get(id.client) ?? id.clock) !== id.clock) return null;
    next.set(id.client, id.clock + length);
  }
  return next;
}

function rowOf({ from, accepted }: Gathering): TurnRow {
  const [first, second] = accepted;
  if (first && !second) return first;
  return {
    from,
    bytes: joinDecoded(accepted.map(({ update }) => update)),
    clients: accepted.flatMap(({ clients }) => clients),
  };
}

/**
 * CO-D50: what each connection said in one turn, as the rows that are committed: one a connection, as far as one update
 * goes on where the one before it ended, and no larger than what is read at once. Nobody has heard anything of a turn
 * before it is committed, so that no connection builds on what another said in it: their order does not matter.
 */
export function turnRows(accepted: readonly Accepted[]): TurnRow[] {
  const rows: Gathering[] = [];
  const open = new Map<Connection, Gathering>();
  for (const one of accepted) {
    const { from, bytes, update } = one;
    const row = open.get(from);
    const ends = row && row.bytes + bytes.length <= AT_ONCE_BYTES ? goesOn(row.ends, update) : null;
    if (row && ends) {
      row.accepted.push(one);
      row.bytes += bytes.length;
      row.ends = ends;
    } else {
      const fresh = { from, accepted: [one], bytes: bytes.length, ends: goesOn(new Map(), update) ?? new Map() };
      open.set(from, fresh);
      rows.push(fresh);
    }
  }
  return rows.map(rowOf);
}
