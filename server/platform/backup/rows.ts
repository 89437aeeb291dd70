import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { StartError } from '../db/start-error';
import { type Column, orderOf, quoted, type Table, tableOf } from './catalogue';

const FETCHED_ROWS = 500;

/** Rows are written as text in one way, whatever the server is set to, and may take as long as they take. */
const SETTINGS = [
  `set client_encoding = 'UTF8'`,
  `set datestyle = 'ISO, YMD'`,
  `set intervalstyle = 'postgres'`,
  `set timezone = 'UTC'`,
  'set extra_float_digits = 1',
  `set bytea_output = 'hex'`,
  'set statement_timeout = 0',
  'set lock_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
];

/** Sets what a connection needs that reads or writes a backup. */
export async function prepareConnection(client: pg.Client): Promise<void> {
  for (const setting of SETTINGS) await client.query(setting);
}

const STOPPED_CODES = ['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE'];
const NO_ROOM_CODE = '53100';

/** @returns a sentence in place of the error of a database that went away; any other error as it is */
export function toldPlainly(error: unknown, done: 'saved' | 'restored'): unknown {
  if (!(error instanceof Error) || error instanceof StartError) return error;
  const { code = '', path, message } = error as NodeJS.ErrnoException;
  if (code === NO_ROOM_CODE) return new StartError('The disk of the database has no room left.');
  const stopped = path === undefined && (STOPPED_CODES.includes(code) || message.startsWith('Connection terminated'));
  return stopped ? new StartError(`The database stopped while it was being ${done}.`) : error;
}

/** The rows of a query in COPY's text format: one line each. */
export async function* copyOut(client: pg.Client, select: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of client.query(copyTo(`copy (${select}) to stdout`))) yield chunk as Uint8Array;
}

/** Writes rows in COPY's text format into a table. @throws the error of the source, or of the database */
export async function copyIn(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const into = client.query(copyFrom(`copy ${tableOf(table)} (${columns.map(quoted).join(', ')}) from stdin`));
  await pipeline(rows, into);
}

/** The rows of a query, some at a time. Inside a transaction. */
export async function* fetchRows<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): AsyncGenerator<Row> {
  await client.query(`declare some_rows no scroll cursor for ${sql}`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${FETCHED_ROWS} from some_rows`);
    if (rows.length === 0) break;
    yield* rows;
  }
  await client.query('close some_rows');
}

/** Columns of bytes that belong to a document: whatever table names the documents' and keeps bytes. */
type DocumentPart = { table: Table; of: string; bytes: Column };

async function documentParts(client: pg.Client, tables: readonly Table[]): Promise<DocumentPart[]> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select o.relname as table, a.attname as column
      from pg_constraint k
      join pg_class o on o.oid = k.conrelid
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype = 'f' and k.confrelid = 'public.document'::regclass and array_length(k.conkey, 1) = 1
     order by 1, 2`);
  return rows.flatMap(({ table: name, column }) => {
    const table = tables.find((one) => one.name === name);
    const kept = table?.columns.filter((one) => one.type === 'bytea') ?? [];
    return table ? kept.map((bytes) => ({ table, of: column, bytes })) : [];
  });
}

/**
 * One line for each document: for every column of its bytes, how many rows and bytes there are, and the SHA-256 of the
 * SHA-256s of the rows' bytes, in the order of the primary key.
 */
export async function* documentLines(client: pg.Client, tables: readonly Table[]): AsyncGenerator<string> {
  const parts = await documentParts(client, tables);
  const joins = parts.map(({ table, of, bytes }, at) => {
    const value = `t.${quoted(bytes.name)}`;
    const digest = `encode(sha256(coalesce(string_agg(sha256(${value}), ''::bytea order by ${orderOf(table)}), '')), 'hex')`;
    return `left join (
      select t.${quoted(of)} as id, json_build_object(
        'rows', count(*), 'bytes', coalesce(sum(octet_length(${value})), 0), 'sha256', ${digest}) as said
        from ${tableOf(table.name)} t group by 1) p${at} on p${at}.id = d.id`;
  });
  const fields = parts.map(({ table, bytes }, at) => `'${table.name}.${bytes.name}', p${at}.said`).join(', ');
  const sql = `select json_build_object('id', d.id, 'parts', json_build_object(${fields}))::text as line
                 from "public"."document" d ${joins.join(' ')} order by d.id collate "C"`;
  for await (const { line } of fetchRows<{ line: string }>(client, sql)) yield line;
}
