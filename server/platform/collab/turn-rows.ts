import type { Connection } from './connection';
import { joinDecoded } from './join-update';
import type { Accepted } from './take-in';
import type { Decoded } from './update-encode';
import { AT_ONCE_BYTES } from './update-slices';

/** What is committed of a connection, as one update of the log. */
export type TurnRow = Omit<Accepted, 'update'>;
type Gathering = { from: Connection; accepted: Accepted[]; bytes: number; ends: Map<number, number> };

/** Whether each client in it goes on where the row ends: of what was checked, the structs of a client have no gaps. */
const goesOn = ({ ends }: Gathering, { structs }: Decoded): boolean =>
  structs.every(
    ({ id }, at) => structs[at - 1]?.id.client === id.client || (ends.get(id.client) ?? id.clock) === id.clock,
  );

function add(row: Gathering, accepted: Accepted): void {
  row.accepted.push(accepted);
  row.bytes += accepted.bytes.length;
  for (const { id, length } of accepted.update.structs) row.ends.set(id.client, id.clock + length);
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
    let row = open.get(one.from);
    if (!row || row.bytes + one.bytes.length > AT_ONCE_BYTES || !goesOn(row, one.update)) {
      row = { from: one.from, accepted: [], bytes: 0, ends: new Map() };
      open.set(one.from, row);
      rows.push(row);
    }
    add(row, one);
  }
  return rows.map(rowOf);
}
