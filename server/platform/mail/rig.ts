import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type ReceivedMail = { recipients: string[]; source: string };

/** A mail server on loopback that keeps what it is given. For tests. */
export type MailServer = {
  url: string;
  received: ReceivedMail[];
  /** Answers the next recipients with these lines instead of yes; empty again when they are used up. */
  refusals: string[];
  close: () => Promise<void>;
};

/** Speaks as much SMTP as a client needs to hand over a mail. */
export async function mailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const refusals: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    converse(socket, received, refusals);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    refusals,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function converse(socket: Socket, received: ReceivedMail[], refusals: string[]): void {
  let buffered = '';
  let recipients: string[] = [];
  let inData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);

  const command = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') {
      const refusal = refusals.shift();
      if (refusal) return say(refusal);
      recipients.push(/<(.*)>/.exec(line)?.[1] ?? '');
    }
    if (verb === 'DATA') inData = true;
    if (verb === 'RSET') recipients = [];
    if (verb === 'QUIT') return socket.end('221 bye\r\n');
    say(inData ? '354 go on' : '250 fine');
  };

  say('220 test');
  socket.on('data', (bytes) => {
    buffered += bytes.toString();
    for (;;) {
      const mark = inData ? '\r\n.\r\n' : '\r\n';
      const end = buffered.indexOf(mark);
      if (end < 0) return;
      const part = buffered.slice(0, end);
      buffered = buffered.slice(end + mark.length);
      if (!inData) {
        command(part);
        continue;
      }
      received.push({ recipients, source: part });
      recipients = [];
      inData = false;
      say('250 taken');
    }
  });
}
