import type pg from 'pg';
import type { BackupScope } from './scope';

export type Column = { name: string; type: string; collated: boolean; generated: boolean };
export type Table = {
  name: string;
  columns: Column[];
  /** The columns of its primary key, in order; none where it has no such key. */
  key: string[];
};
/** A sequence, and the columns whose numbers come from it. */
export type Sequence = { name: string; owners: { table: string; column: string }[] };

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const tableOf = (name: string): string => `"public".${quoted(name)}`;

/** Every table of the product, from the database's own list, by name. Those of the job queue have a schema of their own. */
export async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name,
           (select coalesce(json_agg(json_build_object(
                     'name', a.attname, 'type', t.typname, 'collated', a.attcollation <> 0,
                     'generated', a.attgenerated <> '') order by a.attnum), '[]')
              from pg_attribute a join pg_type t on t.oid = a.atttypid
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
           (select coalesce(json_agg(a.attname order by k.place), '[]')
              from pg_index i
              cross join lateral unnest(i.indkey) with ordinality k(attnum, place)
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
             where i.indrelid = c.oid and i.indisprimary) as key
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by c.relname collate "C"`);
  return rows;
}

/** Every sequence of the product. */
export async function readSequences(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select s.relname as name,
           (select coalesce(json_agg(json_build_object('table', o.relname, 'column', a.attname)), '[]')
              from pg_depend d
              join pg_class o on o.oid = d.refobjid
              join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
             where d.classid = 'pg_class'::regclass and d.objid = s.oid and d.refclassid = 'pg_class'::regclass
               and d.deptype in ('a', 'i')) as owners
      from pg_class s
     where s.relnamespace = 'public'::regnamespace and s.relkind = 'S'
     order by s.relname collate "C"`);
  return rows;
}

/** The tables that a backup takes. @returns those of `tables` that the scope does not leave out */
export function tablesTaken(tables: readonly Table[], scope: BackupScope): Table[] {
  return tables.filter(({ name }) => !(name in scope.leftOut));
}

/** The columns that are written and read; what the database works out itself is not. */
export function storedColumns(table: Table): string[] {
  return table.columns.filter((column) => !column.generated).map((column) => column.name);
}

/**
 * The rows of a table as a backup holds them, in an order that does not depend on the cluster: by primary key, texts by
 * their code points; without a key by all that is in a row.
 */
export function selectRows(table: Table, scope: BackupScope): string {
  const fields = storedColumns(table).map((name) => {
    const replaced = scope.replaced[`${table.name}.${name}`];
    return `${replaced ? replaced.sql : `t.${quoted(name)}`} as ${quoted(name)}`;
  });
  return `select ${fields.join(', ')} from ${tableOf(table.name)} t order by ${orderOf(table)}`;
}

/** How rows of a table are ordered everywhere alike. */
export function orderOf(table: Table): string {
  if (table.key.length === 0) return 't::text collate "C"';
  const collated = new Set(table.columns.filter((column) => column.collated).map((column) => column.name));
  return table.key.map((name) => `t.${quoted(name)}${collated.has(name) ? ' collate "C"' : ''}`).join(', ');
}
