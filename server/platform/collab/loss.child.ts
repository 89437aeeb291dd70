import { openDatabase } from '../db/client';
import { openLog } from '../log';
import { openFanOut } from './fan-out';
import { startRig } from './rig';

/**
 * A server in a process of its own, for the tests that kill it: one document, everybody may write. With REDIS_URL and
 * the KEY of an installation it is one of several. COLLAB_LIMITS are limits of its own, as JSON.
 */
const { DATABASE_URL: url, REDIS_URL: redisUrl, KEY: key = '' } = process.env;
if (!url) throw new Error('DATABASE_URL names the database.');
const fanOut = redisUrl ? openFanOut({ url: redisUrl, key: Buffer.from(key), log: openLog('silent') }) : null;
const rig = await startRig(openDatabase(url, { connectionsMax: 4 }), {
  judge: async () => 'write',
  fanOut,
  limits: JSON.parse(process.env.COLLAB_LIMITS ?? '{}'),
});
process.stdout.write(`${rig.url}\n`);
