import type { BrowserContext } from '@playwright/test';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT } from '@/server/domains/knowledge/document.schema';
import { COLLAB_PATH, MESSAGE_AUTH } from '@/server/platform/collab/protocol.schema';

const ANSWER_TIMEOUT_MS = 10_000;

/** A y-websocket client as anybody could write one: it knows nothing of our own messages. */
export type StockClient = {
  provider: WebsocketProvider;
  /** Appends a paragraph to the text. */
  write: (text: string) => void;
  text: () => string;
  synced: () => Promise<void>;
  /** Resolves when the server says that a write was refused. */
  refused: () => Promise<void>;
  close: () => void;
};

/** What a browser shows of who it is, for a client outside of it. */
export async function cookieHeaders(context: BrowserContext, url: string): Promise<Record<string, string>> {
  const cookies = await context.cookies();
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '), origin: url };
}

/** @param headers what it shows of who it is: a bearer token, or `cookieHeaders` */
export function connectStockClient(url: string, headers: Record<string, string>, documentId: string): StockClient {
  class SignedIn extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}${COLLAB_PATH}`, documentId, doc, {
    connect: false,
    disableBc: true,
    WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
  });
  let refusals = 0;
  const listeners = new Set<() => void>();
  provider.messageHandlers[MESSAGE_AUTH] = () => {
    refusals += 1;
    for (const listener of listeners) listener();
  };
  const fragment = doc.getXmlFragment(DOCUMENT_FRAGMENT);
  return {
    provider,
    write: (text) => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(text)]);
      fragment.push([paragraph]);
    },
    text: () => fragment.toString(),
    synced: () =>
      within('the text', (done) => (provider.synced ? done() : provider.once('sync', (synced) => synced && done()))),
    refused: () => within('a refusal', (done) => (refusals > 0 ? done() : listeners.add(done))),
    close: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}

function within(what: string, listen: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come`)), ANSWER_TIMEOUT_MS);
    listen(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
