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
  REFUSAL_AS_CLOSE,
  readServerMessage,
  WRITTEN_BY,
} from '@/server/platform/collab/protocol.schema';
import { Edits } from './edits';
import { Hearing } from './hearing';
import { KeptLog } from './kept-log';
import { takeOwnColor } from './own-color';
import { type EditorState, editorState, FIRST_FACTS, type SessionFacts } from './session-state';
import { SignOfLife } from './sign-of-life';
import { UnsavedWords } from './unsaved-words';

/** An unanswered question is followed by a sign of life after this long. */
const PATIENCE_MS = 2_000;
/** What the browser kept comes from its disk: a disk that hangs does not keep the page from opening. */
const RESTORE_MS_MAX = 2_000;
/** One change of the rights is heard twice, as a change and as what may be done now: whoever shows it asks once. */
const FACTS_TOGETHER_MS = 200;
/** Who may no more read a text keeps none of it, nor a browser whose session was ended on purpose. */
const FORGETS: readonly CloseReason[] = ['sessionEnded', 'accessLost', 'documentGone'];
/** The origin of what this browser had kept: no change of this moment. */
const KEPT = 'kept';

export type SessionOptions = {
  /** `wss://host/collab` */
  url: string;
  documentId: string;
  /** Who writes here: what they typed is not sent as somebody else who signed in meanwhile. */
  personId: string;
  /** What the document is called where its unsent changes are spoken of. */
  title?: string;
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
  private telling: ReturnType<typeof setTimeout> | undefined;
  /** What the server is not known to have. */
  readonly edits = new Edits();
  private readonly words: UnsavedWords;
  readonly hearing: Hearing;
  private readonly kept: KeptLog;
  private readonly life: SignOfLife;
  /** What this browser had kept is in the document, as far as it could be read. */
  readonly restored: Promise<void>;
  /** The whole text is kept for as long as the connection is away. */
  private baseKept = false;
  private readonly listeners = new Set<() => void>();
  private readonly factListeners = new Set<() => void>();

  constructor({ url, documentId, personId, title = '', WebSocketPolyfill }: SessionOptions) {
    this.provider = new WebsocketProvider(url, documentId, this.doc, {
      connect: false,
      disableBc: true,
      params: { ...REFUSAL_AS_CLOSE, [WRITTEN_BY]: personId },
      shouldReconnect: (event) => !isFinalClose(event.code),
      ...(WebSocketPolyfill ? { WebSocketPolyfill } : {}),
    });
    this.life = new SignOfLife(this.provider);
    this.words = new UnsavedWords(this.provider);
    this.hearing = new Hearing(this.provider);
    takeOwnColor(this.provider);
    this.provider.messageHandlers[MESSAGE_KENNING] = (_answer: Encoder, message: Decoder) => this.hear(message);
    this.provider.messageHandlers[MESSAGE_AUTH] = () => this.learnAccess('read');
    // The provider listens to the document first: a change is on its way before it is asked about.
    this.doc.on('update', (bytes: Uint8Array, origin: unknown, _doc, transaction) => {
      if (origin === this.provider || origin === KEPT) return;
      this.words.add(transaction);
      this.changed(bytes);
    });
    this.provider.on('status', ({ status }) => this.onStatus(status));
    this.provider.on('sync', (synced) => this.onSync(synced));
    this.provider.on('connection-close', (event) => {
      this.learn({ failed: true, synced: false, away: (event && closeReason(event.code)) ?? this.facts.away });
    });
    this.provider.on('closed', ({ code }) => this.end(closeReason(code)));
    const version = DOCUMENT_SCHEMA_VERSION;
    const onKeeper = () => this.learn({ keeper: this.kept.keeper });
    this.kept = new KeptLog({ documentId, personId, title, version, onKeeper });
    this.restored = this.restore();
  }

  get awareness(): Awareness {
    return this.provider.awareness;
  }

  /** Connects once what this browser had kept is in the document, so that the server is answered with it. */
  connect(): void {
    const late = new Promise<void>((resolve) => setTimeout(resolve, RESTORE_MS_MAX));
    void Promise.race([this.restored, late]).then(() => {
      if (!this.doc.isDestroyed) this.provider.connect();
    });
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
    this.letGoOf(this.facts.changes);
    this.learn({ givenUp: this.facts.changes, edits: this.edits.count });
  }

  /** After the server let this tab go: whoever has signed in again goes on with what stands here. */
  reopen(): void {
    if (this.facts.ended === null) return;
    this.learn({ ended: null, failed: true });
    this.connect();
  }

  /** Finds out whether the server is still there. @param online what the browser says of its network */
  probe(online = true): void {
    this.life.ask(online);
  }

  /** The network is said to be back. */
  wake(): void {
    this.life.wake();
  }

  destroy(): void {
    clearTimeout(this.impatience);
    this.life.stop();
    clearTimeout(this.telling);
    this.listeners.clear();
    this.factListeners.clear();
    this.kept.close();
    this.provider.destroy();
    this.doc.destroy();
  }

  private learn(news: Partial<SessionFacts>): void {
    this.facts = { ...this.facts, ...news };
    const next = editorState(this.facts);
    const told = ['phase', 'unsaved', 'edits', 'keeper', 'opened', 'reason'] as const;
    if (told.every((fact) => next[fact] === this.state[fact])) return;
    this.state = next;
    for (const listener of this.listeners) listener();
  }

  /** Takes in what earlier tabs of this person left unsent, which is as unsaved here as it was there. */
  private async restore(): Promise<void> {
    const found = await this.kept.restore(Date.now());
    if (!found || this.doc.isDestroyed) return;
    const { base, changes } = found;
    try {
      Y.applyUpdate(this.doc, Y.mergeUpdates([...(base ? [base] : []), ...changes.map(({ bytes }) => bytes)]), KEPT);
    } catch {
      // Damaged on the disk: it cannot be read this time nor another, and goes with its age.
      return;
    }
    this.words.adopt(changes.map(({ bytes }) => bytes));
    let no = this.facts.changes;
    for (const { at, bytes, key } of changes) {
      no += 1;
      this.edits.add({ no, at, bytes });
      this.kept.adopt(no, key);
    }
    this.learn({ changes: no, edits: this.edits.count, restored: base !== null });
    this.ask();
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
    if (synced) {
      this.baseKept = false;
      this.kept.resume(this.edits.all);
    }
    this.learn(synced ? { synced, everSynced: true, failed: false, away: null } : { synced });
    this.keepBase();
    // What was said meanwhile was not heard.
    if (isBack) this.tellFacts();
    this.ask();
  }

  private changed(bytes: Uint8Array): void {
    const no = this.facts.changes + 1;
    const at = Date.now();
    this.edits.add({ no, at, bytes });
    this.kept.add({ no, at, bytes });
    this.learn({ changes: no, edits: this.edits.count });
    this.keepBase();
    this.ask();
  }

  private letGoOf(upTo: number): void {
    this.edits.drop(upTo);
    this.kept.drop(upTo);
  }

  /** While the server is away its text lies here as well, so that one can go on after a reload. */
  private keepBase(): void {
    if (this.baseKept || !this.state.unsaved || !this.state.opened || this.facts.synced) return;
    this.baseKept = true;
    this.kept.keepBase(Y.encodeStateAsUpdate(this.doc));
  }

  private ask(): void {
    const { changes, saved, synced } = this.facts;
    if (!synced || this.asked !== null || saved >= changes) return;
    this.asked = changes;
    this.words.asked();
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
      this.letGoOf(heard.counter);
      this.words.saved(heard.counter >= this.facts.changes);
      this.learn({ saved: Math.max(this.facts.saved, heard.counter), edits: this.edits.count });
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
    const ended = reason ?? 'accessLost';
    if (FORGETS.includes(ended)) this.kept.forget();
    this.learn({ ended });
  }
}
