/** Gathers the document `DOCUMENT_ID` when it is told to, for the test that kills it meanwhile. */
import { once } from 'node:events';
import { openDatabase } from '../db/client';
import { gatherDocument } from './gather';

const { DATABASE_URL: url, DOCUMENT_ID: documentId, NOW: now } = process.env;
if (!url || !documentId || !now) throw new Error('DATABASE_URL, DOCUMENT_ID and NOW say what to gather.');
const database = openDatabase(url);
await database.pool.query('select 1');
process.stdout.write('ready\n');
await once(process.stdin, 'data');
await gatherDocument(database.prisma, { documentId, now: new Date(now) });
process.stdout.write('done\n');
