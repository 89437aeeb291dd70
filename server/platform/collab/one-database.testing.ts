import { afterEach, beforeEach } from 'vitest';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { seedDocument } from './rig';
import { type Sql, sqlOf } from './sql';

/** For tests of what is written: anew for each of them a database of its own, and in it these documents. */
export class OneDatabase {
  database!: Database;

  constructor(...documentIds: readonly string[]) {
    beforeEach(async () => {
      this.database = await testDatabase();
      for (const id of documentIds) await seedDocument(this.database, id);
    });
    afterEach(() => this.database.close());
  }

  readonly sql: Sql = (text, values) => sqlOf(this.database.pool)(text, values);
}
