import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { refuseUpgrade } from './upgrade';

test('CO-A14 a refused upgrade leaves no socket behind, whatever its client does', async () => {
  const server = createServer().on('upgrade', (_request, socket) => refuseUpgrade(socket, 404));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  // A client that never ends its own half.
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  client.on('data', (bytes) => {
    answer += bytes.toString('latin1');
  });
  client.write('GET /collab/d1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await once(client, 'end');
  expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  // Resolves when the last socket has gone.
  await new Promise((resolve) => server.close(resolve));
  client.destroy();
});
