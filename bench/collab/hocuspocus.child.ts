/** Hocuspocus as it comes, with its own store on the file of `STORE_FILE`. */
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';
import { answerBench } from './serve';

const file = process.env.STORE_FILE;
if (!file) throw new Error('STORE_FILE names the file.');
const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  stopOnSignals: false,
  extensions: [new SQLite({ database: file })],
});
await server.listen();
answerBench(server.address.port, () => server.destroy());
