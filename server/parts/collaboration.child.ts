/**
 * The collaboration of a process of its own, as the product opens it, for the test of who is stopped at another one:
 * with the database, the Redis and the secret of an installation that it shares.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '@/server/platform/db/client';
import { takeLease } from '@/server/platform/db/lease';
import { readEnv } from '@/server/platform/env';
import { openLog } from '@/server/platform/log';
import { runtime, setRuntime } from '@/server/platform/runtime';
import type { FileStore } from '@/server/platform/storage';
import { openCollaboration } from './collaboration';

const { DATABASE_URL: url, REDIS_URL, KENNING_SECRET: secret } = process.env;
if (!url || !REDIS_URL || !secret)
  throw new Error('DATABASE_URL, REDIS_URL and KENNING_SECRET say whose process it is.');
const [database, log] = [openDatabase(url), openLog('silent')];
setRuntime({ env: readEnv({ REDIS_URL }), secret, database, log, files: {} as FileStore });
const collaboration = await openCollaboration(runtime(), await takeLease(url, { shared: true }));
const server = createServer().on('upgrade', collaboration.upgrade).listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`ws://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
