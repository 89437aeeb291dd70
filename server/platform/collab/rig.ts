import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as decoding from 'lib0/decoding';
import type * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Database } from '../db/client';
import { openSignals } from '../events';
import { createListener, LISTENER_LIMITS, type ListenerLimits } from '../http';
import { openLog } from '../log';
import type { CollabIdentity } from './connection';
import { decodeDocument } from './encoded';
import { caretColor } from './hue.rules';
import {
  type CollabAccess,
  encodeAsk,
  encodeHello,
  encodeSync,
  MESSAGE_AUTH,
  MESSAGE_KENNING,
  readServerMessage,
  type ServerMessage,
  SYNC_UPDATE,
} from './protocol.schema';
import { type Collaboration, createCollaboration } from './server';
import type { CollaborationOptions } from './server-options';
import { type Sql, sqlOf } from './sql';
import { readDocument, type StoredDocument } from './store';
import type { ContentRules } from './update-contents';

/** For tests: a collaboration server on a real port, a table of who may do what, and stock clients. */
export type Rig = {
  collaboration: Collaboration<CollabIdentity>;
  url: string;
  /** Written by the test, read by `judge`. */
  access: Map<string, CollabAccess>;
  allow: (personId: string, documentId: string, access: CollabAccess) => void;
  client: (personId: string, documentId: string) => RigClient;
  /** @param headers beside the bearer token */
  socket: (personId: string, documentId: string, headers?: Record<string, string>) => WebSocket;
  close: () => Promise<void>;
};

export type RigClient = {
  doc: Y.Doc;
  provider: WebsocketProvider;
  text: Y.Text;
  /** Our extension's answers, and the permission refusals of the stock protocol. */
  heard: ServerMessage[];
  refusals: number;
  /** Resolves when everything sent so far is committed. */
  saved: () => Promise<void>;
  leave: () => void;
};

const TEXT_NAME = 'text';
/** Of the documents in tests. */
export const RIG_VERSION = 3;

/** A text at the root, as the stock examples have it, and nodes as an editor has them. */
const RIG_RULES: ContentRules = {
  root: (name) => (name === TEXT_NAME ? 'text' : name === 'nodes' ? 'nodes' : null),
  node: (name) => ['paragraph', 'heading', 'blockquote', 'image'].includes(name),
  mark: (name) => name === 'bold',
  attribute: (name, value) => name === 'src' && typeof value === 'string' && value.startsWith('https:'),
  paragraph: 'paragraph',
  markedIn: () => true,
};

/** Cookie: `session=<person>`; bearer: the person's id. */
export function identityOf(request: IncomingMessage): CollabIdentity | null {
  const bearer = request.headers.authorization?.replace('Bearer ', '');
  const cookie = /session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  const personId = bearer ?? cookie;
  if (!personId) return null;
  const byCookie = bearer === undefined;
  return {
    personId,
    sessionId: `session-${personId}`,
    name: `Name of ${personId}`,
    color: caretColor(personId),
    byCookie,
  };
}

/** A stock client that also speaks our extension. @param doc what it writes in; it goes with the client */
export function connectClient(
  url: string,
  personId: string,
  documentId: string,
  version = RIG_VERSION,
  doc = new Y.Doc(),
): RigClient {
  class SignedSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${personId}` } });
    }
  }
  const provider = new WebsocketProvider(`${url}/collab`, documentId, doc, {
    WebSocketPolyfill: SignedSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 50,
  });
  const heard: ServerMessage[] = [];
  const waiting = new Map<number, () => void>();
  let counter = 0;
  const client: RigClient = {
    doc,
    provider,
    text: doc.getText(TEXT_NAME),
    heard,
    refusals: 0,
    saved: () =>
      new Promise((resolve) => {
        counter += 1;
        waiting.set(counter, resolve);
        provider.ws?.send(encodeAsk(counter));
      }),
    leave: () => {
      provider.destroy();
      doc.destroy();
    },
  };
  provider.on('status', ({ status }) => {
    if (status === 'connected') provider.ws?.send(encodeHello(version));
  });
  provider.messageHandlers[MESSAGE_AUTH] = () => {
    client.refusals += 1;
  };
  provider.messageHandlers[MESSAGE_KENNING] = (_encoder: encoding.Encoder, decoder: decoding.Decoder) => {
    const message = readServerMessage(decoder);
    if (message) heard.push(message);
    if (message?.verb !== 'saved') return;
    for (const [asked, resolve] of waiting) {
      if (asked > message.counter) continue;
      waiting.delete(asked);
      resolve();
    }
  };
  return client;
}

/** A frame that carries one update, as a client sends it. */
export const updateFrame = (update: Uint8Array): Uint8Array => encodeSync(SYNC_UPDATE, update);

/** An update that appends `text` to an empty document's text. */
export function textUpdate(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText(TEXT_NAME).insert(0, text);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/**
 * Starts the rig. @param options what differs from a server that lets in whoever is in `access`
 * @param listening what differs from how long the product waits for a request
 */
export async function startRig(
  database: Pick<Database, 'pool' | 'pipelined' | 'url'>,
  options: Partial<CollaborationOptions<CollabIdentity>> = {},
  listening: Partial<ListenerLimits> = {},
): Promise<Rig> {
  const access = new Map<string, CollabAccess>();
  const log = openLog('silent');
  const signals = await openSignals({ url: database.url, log });
  const collaboration = createCollaboration<CollabIdentity>({
    database,
    version: RIG_VERSION,
    rules: RIG_RULES,
    signals,
    authenticate: async (request) => identityOf(request),
    renew: async (identity) => identity,
    judge: async (identity, documentId) => access.get(`${identity.personId} ${documentId}`) ?? null,
    originAllowed: (request) => request.headers.origin === 'http://ours.example',
    log,
    ...options,
  });
  const server = createListener(undefined, { ...LISTENER_LIMITS, ...listening });
  server.on('upgrade', (request, socket, head) => void collaboration.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: RigClient[] = [];
  return {
    collaboration,
    url,
    access,
    allow: (personId, documentId, may) => access.set(`${personId} ${documentId}`, may),
    client: (personId, documentId) => {
      const client = connectClient(url, personId, documentId);
      clients.push(client);
      return client;
    },
    socket: (personId, documentId, headers = {}) =>
      new WebSocket(`${url}/collab/${documentId}`, { headers: { authorization: `Bearer ${personId}`, ...headers } }),
    close: async () => {
      for (const client of clients) client.leave();
      await collaboration.close();
      await signals.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Makes a document in the database. */
export async function seedDocument(database: Database, documentId: string): Promise<void> {
  await database.prisma.document.create({ data: { id: documentId, createdAt: new Date() } });
}

/** A stored document in memory. The caller destroys `doc`. @returns null when there is no such document */
export async function loadDocument(
  sql: Sql,
  documentId: string,
): Promise<(Omit<StoredDocument, 'updates'> & { doc: Y.Doc }) | null> {
  const stored = await readDocument(sql, documentId);
  if (!stored) return null;
  const { updates, ...facts } = stored;
  return { ...facts, doc: decodeDocument(updates) };
}

/** The text as PostgreSQL has it, without any live document. */
export async function storedText(database: Database, documentId: string): Promise<string> {
  const loaded = await loadDocument(sqlOf(database.pool), documentId);
  if (!loaded) throw new Error(`There is no document ${documentId}.`);
  const text = loaded.doc.getText(TEXT_NAME).toString();
  loaded.doc.destroy();
  return text;
}
