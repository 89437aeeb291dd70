import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type RawData, WebSocket } from 'ws';
import * as Y from 'yjs';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import {
  type CollabAccess,
  encodeAsk,
  encodeHello,
  MESSAGE_AUTH,
  MESSAGE_KENNING,
  MESSAGE_SYNC,
  readServerMessage,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from '@/server/platform/collab/protocol.schema';

const ANSWER_TIMEOUT_MS = 20_000;

/** What a request shows of who sends it: a cookie, a bearer token, or nothing. */
export type Credential = { name: string; headers: Readonly<Record<string, string>> };

/** Everything that a client learns from an answer. */
export type Answer = { status: number; headers: Readonly<Record<string, string>>; body: string };

export type Sent = { method?: string; headers?: Record<string, string>; body?: string };

/** Asks over HTTP, following nothing. @param origin for instance http://127.0.0.1:3000 */
export async function ask(origin: string, path: string, by: Credential, sent: Sent = {}): Promise<Answer> {
  const response = await fetch(`${origin}${path}`, {
    method: sent.method ?? 'GET',
    headers: { ...by.headers, ...sent.headers },
    body: sent.body,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

const JSON_BODY = { 'content-type': 'application/json' };

/** A tRPC procedure that reads, as the web client asks it. */
export function query(origin: string, procedure: string, input: unknown, by: Credential): Promise<Answer> {
  const asked = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  return ask(origin, `/api/trpc/${procedure}${asked}`, by);
}

/** A tRPC procedure that writes, as the web client asks it. */
export function mutate(origin: string, procedure: string, input: unknown, by: Credential): Promise<Answer> {
  const body = JSON.stringify({ json: input });
  return ask(origin, `/api/trpc/${procedure}`, by, { method: 'POST', headers: { ...JSON_BODY, origin }, body });
}

/** A REST call that writes JSON. */
export function send(origin: string, path: string, by: Credential, sent: Sent & { json?: unknown }): Promise<Answer> {
  const { json, headers, ...rest } = sent;
  if (json === undefined) return ask(origin, path, by, { ...rest, headers });
  return ask(origin, path, by, { ...rest, headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(json) });
}

/** What a socket on a document gave: a refusal before the handshake, or what it may do and the document's state. */
export type SocketAnswer =
  | { opened: false; answer: Answer }
  | {
      opened: true;
      access: CollabAccess;
      doc: Y.Doc;
      /** Sends an update. @returns whether it is stored, once that is known */
      write: (update: Uint8Array) => Promise<boolean>;
      /** Resolves with the code with which the server closes it. */
      closed: Promise<number>;
      close: () => Promise<unknown>;
    };

/** Opens the collaboration socket of a document and reads the document's state. */
export async function openSocket(origin: string, documentId: string, by: Credential): Promise<SocketAnswer> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/collab/${documentId}`, { headers: by.headers });
  const refused = await untilDecided(socket);
  if (refused) return { opened: false, answer: refused };
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const heard = new Heard(socket);
  const asked = encoding.createEncoder();
  encoding.writeVarUint(asked, MESSAGE_SYNC);
  encoding.writeVarUint(asked, SYNC_STEP_1);
  encoding.writeVarUint8Array(asked, Y.encodeStateVector(heard.doc));
  socket.send(encodeHello(DOCUMENT_SCHEMA_VERSION));
  socket.send(encoding.toUint8Array(asked));
  const access = await within(Promise.race([heard.ready, closed.then(() => Promise.reject(new Error('closed')))]));
  let counter = 0;
  const write = (update: Uint8Array) => {
    const frame = encoding.createEncoder();
    encoding.writeVarUint(frame, MESSAGE_SYNC);
    encoding.writeVarUint(frame, SYNC_UPDATE);
    encoding.writeVarUint8Array(frame, update);
    const outcome = heard.outcome();
    counter += 1;
    socket.send(encoding.toUint8Array(frame));
    socket.send(encodeAsk(counter));
    return within(outcome);
  };
  const close = () => {
    socket.close();
    return closed;
  };
  return { opened: true, access, doc: heard.doc, write, closed, close };
}

/** @returns the refusal, or null when it is open */
function untilDecided(socket: WebSocket): Promise<Answer | null> {
  const decided = new Promise<Answer | null>((resolve, reject) => {
    socket.once('open', () => resolve(null));
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.once('end', () => {
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
        resolve({ status: response.statusCode ?? 0, headers, body });
      });
    });
  });
  return within(decided);
}

/** What the server said on a socket, from its first frame on. */
class Heard {
  readonly doc = new Y.Doc();
  readonly ready: Promise<CollabAccess>;
  private access: CollabAccess | null = null;
  private synced = false;
  private decide: ((stored: boolean) => void) | null = null;
  private settle: (access: CollabAccess) => void = () => undefined;

  constructor(socket: WebSocket) {
    this.ready = new Promise((resolve) => {
      this.settle = resolve;
    });
    socket.on('message', (data: RawData) => this.read(new Uint8Array(data as Buffer)));
  }

  /** Whether the next thing said about what was written is that it is stored. */
  outcome(): Promise<boolean> {
    return new Promise((resolve) => {
      this.decide = resolve;
    });
  }

  private read(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE_AUTH) this.decide?.(false);
    if (kind === MESSAGE_SYNC) {
      const step = decoding.readVarUint(decoder);
      if (step === SYNC_STEP_2 || step === SYNC_UPDATE) Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder));
      if (step === SYNC_STEP_2) this.synced = true;
    }
    if (kind === MESSAGE_KENNING) {
      const message = readServerMessage(decoder);
      if (message?.verb === 'access') this.access = message.access;
      if (message?.verb === 'saved') this.decide?.(true);
    }
    if (this.access && this.synced) this.settle(this.access);
  }
}

async function within<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs every task, so many at a time. */
export async function inParallel(width: number, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const work = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: width }, work));
}
