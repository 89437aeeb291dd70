import { DIALECTS, type Dialect, NOTHING_KNOWN, type ServerKind } from './dialect';
import { Author, eachWords } from './edits';
import { clientFrame, WireSocket } from './wire';

const BUCKETS = 4_000;
const FIRST_CLIENT_ID = 1_000;

/** One for each millisecond, and the last for all that took longer. */
export const emptyBuckets = () => new Array<number>(BUCKETS).fill(0);

/** Counts what took so long. */
export function addToBucket(buckets: number[], ms: number): void {
  const at = Math.min(BUCKETS - 1, Math.max(0, Math.floor(ms)));
  buckets[at] = (buckets[at] ?? 0) + 1;
}

/** Words `from` up to but not with `until`. */
type Stretch = { from: number; until: number };

/** One of a document's people: they write, and they receive what the others write. */
class LoadClient {
  readonly author: Author;
  ready = false;
  /** When each word was to be sent; those before `stageFrom` belong to earlier stages. */
  readonly dueMs: number[] = [];
  stageFrom = 0;
  private frames: Buffer[] = [];
  private next = 0;

  constructor(
    readonly socket: WireSocket,
    readonly index: number,
    peers: number,
    private readonly frameOf: (update: Uint8Array) => Buffer,
  ) {
    this.author = new Author(FIRST_CLIENT_ID + index);
    this.arrived = new Array<number>(peers).fill(0);
  }

  /** Of each other client, how many words have come. */
  readonly arrived: number[];

  begin(): void {
    this.socket.write(this.frameOf(this.author.begin()));
  }

  prepare(count: number): void {
    this.stageFrom = this.dueMs.length;
    // What a stage did not come to send comes first: what follows it could not be read without.
    this.frames = this.frames.slice(this.next);
    this.next = 0;
    while (this.frames.length < count) this.frames.push(this.frameOf(this.author.word()));
  }

  sendNext(dueMs: number): void {
    const frame = this.frames[this.next];
    if (!frame) throw new Error('A stage sends more than was prepared.');
    this.next += 1;
    this.dueMs.push(dueMs);
    this.socket.write(frame);
  }
}

/**
 * A document with everybody who has it open, over bare sockets. Each of them reads all that comes, as a client has to,
 * also where the same bytes have just come to another.
 */
export class LoadRoom {
  private readonly dialect: Dialect;
  private readonly clients: LoadClient[];
  private delays: number[] = [];
  private sent = 0;
  private came = 0;
  /** How a client was first lost; nothing that follows is of any worth. */
  lost: string | null = null;

  constructor(kind: ServerKind, port: number, documentId: string, count: number) {
    this.dialect = DIALECTS[kind];
    const { dialect } = this;
    const frameOf = (update: Uint8Array) => clientFrame(dialect.update(documentId, update));
    this.clients = Array.from({ length: count }, (_, index) => {
      const socket: WireSocket = new WireSocket(port, dialect.path(documentId), `${documentId}-${index}`, {
        onOpen: () => {
          for (const message of dialect.greeting(documentId)) socket.send(message);
          const ask = dialect.askText(documentId, NOTHING_KNOWN);
          if (ask) socket.send(ask);
          else client.ready = true;
        },
        onMessage: (message) => this.receive(client, message),
        onClose: (code) => {
          this.lost ??= `closed with ${code ?? 'no code'}`;
        },
      });
      const client = new LoadClient(socket, index, count, frameOf);
      return client;
    });
  }

  get ready(): boolean {
    return this.clients.every((client) => client.ready);
  }

  /** How many receive what one of them writes. */
  get receivers(): number {
    return this.clients.length - 1;
  }

  get complete(): boolean {
    return this.came >= this.sent * this.receivers;
  }

  begin(): void {
    for (const client of this.clients) client.begin();
  }

  /** @param delays counted into, a bucket a millisecond */
  prepare(count: number, delays: number[]): void {
    this.delays = delays;
    this.sent = 0;
    this.came = 0;
    for (const client of this.clients) client.prepare(Math.ceil(count / this.clients.length));
  }

  /** The next word, of one after the other. */
  sendNext(dueMs: number): void {
    this.clients[this.sent % this.clients.length]?.sendNext(dueMs);
    this.sent += 1;
  }

  end(): void {
    for (const client of this.clients) client.socket.end();
  }

  private receive(client: LoadClient, message: Buffer): void {
    if (!client.ready) {
      client.ready = this.dialect.read(message).whole;
      return;
    }
    const now = performance.now();
    for (const update of this.dialect.read(message).updates) {
      eachWords(update, (clientId, from, until) => {
        const sender = this.clients[clientId - FIRST_CLIENT_ID];
        if (sender && sender !== client) this.count(client, sender, { from, until }, now);
      });
    }
  }

  private count(client: LoadClient, sender: LoadClient, { from, until }: Stretch, now: number): void {
    const first = Math.max(from, client.arrived[sender.index] ?? 0);
    for (let word = Math.max(first, sender.stageFrom); word < until; word += 1) {
      addToBucket(this.delays, now - (sender.dueMs[word] ?? now));
      this.came += 1;
    }
    client.arrived[sender.index] = Math.max(first, until);
  }
}
