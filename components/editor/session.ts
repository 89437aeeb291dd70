import type { Decoder } from 'lib0/decoding';
import type { Encoder } from 'lib0/encoding';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import {
  type CloseReason,
  type CollabAccess,
  closeReason,
  encodeAsk,
  encodeHello,
  isFinalClose,
  MESSAGE_AUTH,
  MESSAGE_KENNING,
  MESSAGE_QUERY_AWARENESS,
  REFUSAL_AS_CLOSE,
  readServerMessage,
  WRITTEN_BY,
} from '@/server/platform/collab/protocol.schema';
import { type EditorState, editorState, FIRST_FACTS, type SessionFacts } from './session-state';

/** An unanswered question is followed by a sign of life after this long, and that is waited for as long again. */
const PATIENCE_MS = 4_000;
/** One change of the rights is heard twice, as a change and as what may be done now: whoever shows it asks once. */
const FACTS_TOGETHER_MS = 200;
const SIGN_OF_LIFE = new Uint8Array([MESSAGE_QUERY_AWARENESS]);

export type SessionOptions = {
  /** `wss://host/collab` */
  url: string;
  documentId: string;
  /** Who writes here: what they typed is not sent as somebody else who signed in meanwhile. */
  personId: string;
  /** For tests outside a browser. */
  WebSocketPolyfill?: typeof WebSocket;
};

/**
 * One tab on one document: the Yjs document, its connection, and what is known to be saved. It asks the server one
 * question at a time, "is everything up to change n committed?", and asks again when more was typed meanwhile.
 */
export class EditorSession {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  private facts: SessionFacts = FIRST_FACTS;
  private state: EditorState = editorState(FIRST_FACTS);
  private asked: number | null = null;
  private impatience: ReturnType<typeof setTimeout> | undefined;
  private probing: ReturnType<typeof setTimeout> | undefined;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly factListeners = new Set<() => void>();

  constructor({ url, documentId, personId, WebSocketPolyfill }: SessionOptions) {
    this.provider = new WebsocketProvider(url, documentId, this.doc, {
      connect: false,
      disableBc: true,
      params: { ...REFUSAL_AS_CLOSE, [WRITTEN_BY]: personId },
      shouldReconnect: (event) => !isFinalClose(event.code),
      ...(WebSocketPolyfill ? { WebSocketPolyfill } : {}),
    });
    this.provider.messageHandlers[MESSAGE_KENNING] = (_answer: Encoder, message: Decoder) => this.hear(message);
    this.provider.messageHandlers[MESSAGE_AUTH] = () => this.learnAccess('read');
    // The provider listens to the document first: a change is on its way before it is asked about.
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== this.provider) this.changed();
    });
    this.provider.on('status', ({ status }) => this.onStatus(status));
    this.provider.on('sync', (synced) => this.onSync(synced));
    this.provider.on('connection-close', () => this.learn({ failed: true, synced: false }));
    this.provider.on('closed', ({ code }) => this.end(closeReason(code)));
  }

  get awareness(): Awareness {
    return this.provider.awareness;
  }

  connect(): void {
    this.provider.connect();
  }

  /** For useSyncExternalStore: the same object until something changes. */
  getState = (): EditorState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Calls when the title, the audience or the rights of the document may be others than before. @returns stops that */
  subscribeFacts = (listener: () => void): (() => void) => {
    this.factListeners.add(listener);
    return () => this.factListeners.delete(listener);
  };

  /** What was not saved has been copied, or is not wanted: nothing holds the page for it any more. */
  giveUpUnsaved(): void {
    this.learn({ givenUp: this.facts.changes });
  }

  /** After the server let this tab go: whoever has signed in again goes on with what stands here. */
  reopen(): void {
    if (this.facts.ended === null) return;
    this.learn({ ended: null, failed: true });
    this.connect();
  }

  /**
   * Finds out whether the server is still there, since a network that went away says nothing: the server answers at
   * once, and when it does not the connection is given up and made anew.
   */
  probe(): void {
    const { ws, wsconnected, wsLastMessageReceived: before } = this.provider;
    if (!ws || !wsconnected || this.probing !== undefined) return;
    ws.send(SIGN_OF_LIFE);
    this.probing = setTimeout(() => {
      this.probing = undefined;
      if (this.provider.ws !== ws || this.provider.wsLastMessageReceived !== before) return;
      this.provider.disconnect();
      this.provider.connect();
    }, PATIENCE_MS);
  }

  destroy(): void {
    clearTimeout(this.impatience);
    clearTimeout(this.probing);
    clearTimeout(this.telling);
    this.listeners.clear();
    this.factListeners.clear();
    this.provider.destroy();
    this.doc.destroy();
  }

  private learn(news: Partial<SessionFacts>): void {
    this.facts = { ...this.facts, ...news };
    const next = editorState(this.facts);
    const same =
      next.phase === this.state.phase &&
      next.unsaved === this.state.unsaved &&
      next.opened === this.state.opened &&
      next.reason === this.state.reason;
    if (same) return;
    this.state = next;
    for (const listener of this.listeners) listener();
  }

  private onStatus(status: 'connected' | 'disconnected' | 'connecting'): void {
    this.asked = null;
    if (status !== 'connected') {
      this.learn({ synced: false });
      return;
    }
    this.provider.ws?.send(encodeHello(DOCUMENT_SCHEMA_VERSION));
    // A higher clock: the others take a presence that returns for an old one otherwise.
    const presence = this.awareness.getLocalState();
    if (presence) this.awareness.setLocalState(presence);
  }

  private onSync(synced: boolean): void {
    const isBack = synced && this.facts.everSynced;
    this.learn(synced ? { synced, everSynced: true, failed: false } : { synced });
    // What was said meanwhile was not heard.
    if (isBack) this.tellFacts();
    this.ask();
  }

  private changed(): void {
    this.learn({ changes: this.facts.changes + 1 });
    this.ask();
  }

  private ask(): void {
    const { changes, saved, synced } = this.facts;
    if (!synced || this.asked !== null || saved >= changes) return;
    this.asked = changes;
    this.provider.ws?.send(encodeAsk(changes));
    this.expectAnswer();
  }

  private expectAnswer(): void {
    clearTimeout(this.impatience);
    this.impatience = setTimeout(() => {
      if (this.asked === null) return;
      this.probe();
      this.expectAnswer();
    }, PATIENCE_MS);
  }

  private hear(message: Decoder): void {
    const heard = readServerMessage(message);
    if (heard?.verb === 'saved') {
      this.asked = null;
      this.learn({ saved: Math.max(this.facts.saved, heard.counter) });
      this.ask();
    } else if (heard?.verb === 'access') {
      this.asked = null;
      this.learnAccess(heard.access);
      if (heard.access === 'write') this.ask();
    } else if (heard?.verb === 'changed') {
      this.tellFacts();
    }
  }

  private learnAccess(access: CollabAccess): void {
    const { access: before } = this.facts;
    this.learn({ access });
    if (before !== null && before !== access) this.tellFacts();
  }

  /** Soon, and once for all that is heard until then: what is asked for after that is as new as any of it. */
  private tellFacts(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      for (const listener of this.factListeners) listener();
    }, FACTS_TOGETHER_MS);
  }

  private end(reason: CloseReason | null): void {
    this.learn({ ended: reason ?? 'accessLost' });
  }
}
