/** Kenning's collaboration server as it is, on the PostgreSQL of `DATABASE_URL`; everybody may write everything. */
import { documentContent } from '@/server/domains/knowledge';
import { startRig } from '@/server/platform/collab/rig';
import { openDatabase } from '@/server/platform/db/client';
import { answerBench } from './serve';

const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL names the database.');
const database = openDatabase(url);
const rig = await startRig(database, { judge: async () => 'write', rules: documentContent() });
answerBench(Number(new URL(rig.url).port), async () => {
  await rig.close();
  await database.close();
});
