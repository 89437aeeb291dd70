import { DIALECTS, type Dialect, type Heard, NOTHING_KNOWN, type ServerKind } from './dialect';
import { clientFrame, WireSocket } from './wire';

const ENTER_MS_MAX = 30_000;

export type MemberOptions = {
  documentId: string;
  person: string;
  /** Every message after the handshake, as it comes. */
  onHeard?: (heard: Heard) => void;
};

/** Somebody who has one document open, without a document of their own: what comes is told as it came. */
export class Member {
  /** When the socket was open, by this process's clock. */
  openedMs = 0;
  lost = false;
  private readonly dialect: Dialect;
  private readonly documentId: string;
  private readonly socket: WireSocket;
  private readonly wholes: (() => void)[] = [];
  private readonly losses: (() => void)[] = [];

  private constructor(port: number, kind: ServerKind, { documentId, person, onHeard }: MemberOptions) {
    this.dialect = DIALECTS[kind];
    this.documentId = documentId;
    this.socket = new WireSocket(port, this.dialect.path(documentId), person, {
      onOpen: () => {
        this.openedMs = performance.now();
        for (const message of this.dialect.greeting(documentId)) this.socket.send(message);
        this.ask();
      },
      onMessage: (message) => {
        // What is kept of it must outlive the read.
        const heard = this.dialect.read(new Uint8Array(message));
        onHeard?.(heard);
        if (heard.whole) this.wholes.shift()?.();
      },
      onClose: () => {
        this.lost = true;
        for (const tell of this.losses) tell();
      },
    });
  }

  /** Opens the socket and waits for the text. @throws Error when the server lets nobody in */
  static async enter(server: { port: number; kind: ServerKind }, options: MemberOptions): Promise<Member> {
    const member = new Member(server.port, server.kind, options);
    await member.answered();
    return member;
  }

  private ask(): void {
    const message = this.dialect.askText(this.documentId, NOTHING_KNOWN);
    if (message) this.socket.send(message);
  }

  private answered(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The server did not give the text.')), ENTER_MS_MAX);
      this.losses.push(() => reject(new Error('The server closed the socket.')));
      this.wholes.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  send(update: Uint8Array): void {
    this.socket.write(clientFrame(this.dialect.update(this.documentId, update)));
  }

  /** A whole message, as this server's clients say it. */
  say(message: Uint8Array): void {
    this.socket.send(message);
  }

  /** Does nothing where the server does not tell. */
  askSaved(counter: number): void {
    const message = this.dialect.askSaved?.(counter);
    if (message) this.say(message);
  }

  /** Resolves when the server has read all that was sent. */
  async settled(): Promise<void> {
    this.ask();
    await this.answered();
  }

  leave(): void {
    this.socket.end();
  }

  /** Resolves when the socket is gone, with everything before that told. */
  async gone(): Promise<void> {
    if (!this.lost) await new Promise<void>((resolve) => this.losses.push(resolve));
  }
}
