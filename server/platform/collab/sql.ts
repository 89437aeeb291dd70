import type pg from 'pg';
import type { Db } from '../db/client';

/** One statement, wherever it runs: in the pool, on a client, or inside a command's transaction. */
export type Sql = <Row>(text: string, values: unknown[]) => Promise<Row[]>;

/** Statements in a pool or on one connection. */
export const sqlOf =
  (queryable: pg.Pool | pg.ClientBase): Sql =>
  async <Row>(text: string, values: unknown[]) => {
    const { rows } = await queryable.query(text, values);
    return rows as Row[];
  };

/** Statements by Prisma: inside a command's transaction, or each by itself. */
export const sqlOfPrisma =
  (db: Db): Sql =>
  <Row>(text: string, values: unknown[]) =>
    db.$queryRawUnsafe<Row[]>(text, ...values);
