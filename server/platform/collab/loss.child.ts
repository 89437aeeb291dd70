import pg from 'pg';
import { startRig } from './rig';

/** A server in a process of its own, for the tests that kill it: one document, everybody may write. */
const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL names the database.');
const rig = await startRig(
  { pool: new pg.Pool({ connectionString: url, max: 4 }), url },
  { judge: async () => 'write' },
);
process.stdout.write(`${rig.url}\n`);
