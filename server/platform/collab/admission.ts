import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type CollabIdentity, closeSocket } from './connection';
import type { CollabLimits } from './limits';
import { type CloseReason, type CollabAccess, REFUSALS } from './protocol.schema';
import { type CollaborationOptions, isIn } from './server-options';
import { documentIdOf, isOfSomebodyElse, refuseUpgrade, wantsClose } from './upgrade';

/** Somebody who has been let in. */
export type Admitted<Identity> = {
  socket: WebSocket;
  /** The connection under the socket. */
  wire: Duplex;
  identity: Identity;
  documentId: string;
  access: CollabAccess;
};

export type AdmissionOptions<Identity extends CollabIdentity> = Pick<
  CollaborationOptions<Identity>,
  'authenticate' | 'judge' | 'originAllowed' | 'log'
> & {
  limits: CollabLimits;
  /** Nobody is let in any more. */
  isStopping: () => boolean;
  /** Whoever is in, in the whole process. */
  connections: ReadonlyMap<unknown, Identity>;
  /** How many have a document open. */
  inDocument: (documentId: string) => number;
  /** Grows whenever access is judged again. */
  revision: () => number;
  /** @param isDoubtful access was judged again while this was being decided */
  onAdmitted: (admitted: Admitted<Identity>, isDoubtful: boolean) => void;
  /** A socket was opened only to be closed for this. */
  onTurnedAway: (reason: CloseReason) => void;
};

/** The door: makes of an HTTP upgrade a socket on a document, or a refusal before the handshake. */
export class Admission<Identity extends CollabIdentity> {
  /** Upgrades that are being decided. */
  openings = 0;
  private readonly options: AdmissionOptions<Identity>;
  private readonly sockets: WebSocketServer;

  constructor(options: AdmissionOptions<Identity>) {
    this.options = options;
    this.sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.limits.frameBytesMax,
    });
  }

  /** Decides about an upgrade, within its time. */
  async receive(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const { limits, connections, isStopping, log } = this.options;
    const full = this.openings >= limits.openingsMax || connections.size >= limits.connectionsMax;
    if (isStopping() || full) return refuseUpgrade(socket, 503);
    this.openings += 1;
    const timer = setTimeout(() => refuseUpgrade(socket, 503), limits.openingMs);
    try {
      await this.admit(request, socket, head);
    } catch (error) {
      log.error({ err: error }, 'collab: an upgrade could not be decided');
      refuseUpgrade(socket, 503);
    } finally {
      clearTimeout(timer);
      this.openings -= 1;
    }
  }

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { authenticate, judge, originAllowed, isStopping, revision, onAdmitted } = this.options;
    const before = revision();
    const refuse = (status: keyof typeof REFUSALS, reason: CloseReason = REFUSALS[status]) =>
      this.refuse(request, socket, head, { status, reason });
    const identity = await authenticate(request);
    if (!isIn(identity)) {
      // What the page holds may be of somebody else, who has only to sign in again.
      const isTheirs = identity !== null && !isOfSomebodyElse(request.url, identity.endedOf);
      return refuse(401, isTheirs ? 'sessionEnded' : 'signedOut');
    }
    if (identity.byCookie && !originAllowed(request)) return refuseUpgrade(socket, 403);
    if (isOfSomebodyElse(request.url, identity.personId)) return refuse(409);
    const documentId = documentIdOf(request.url);
    const access = documentId === null ? null : await judge(identity, documentId);
    if (documentId === null || access === null) return refuse(404);
    const crowd = this.crowded(identity.personId, documentId);
    if (crowd) return this.turnAway(request, socket, head, crowd);
    if (isStopping()) return refuseUpgrade(socket, 503);
    // Refused for lateness, or gone: there is nobody to shake hands with.
    if (socket.destroyed || !socket.writable) return;
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      onAdmitted({ socket: opened, wire: socket, identity, documentId, access }, revision() !== before);
    });
  }

  /** A page of ours cannot see the status and is told by a close code; everybody else gets the bare status. */
  private refuse(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { status, reason }: { status: keyof typeof REFUSALS; reason: CloseReason },
  ): void {
    // A foreign page does not learn whether somebody is signed in.
    if (!wantsClose(request.url) || !this.options.originAllowed(request)) {
      refuseUpgrade(socket, status);
      return;
    }
    this.turnAway(request, socket, head, reason);
  }

  /** Opens the socket only to say why it is closed. */
  private turnAway(request: IncomingMessage, socket: Duplex, head: Buffer, reason: CloseReason): void {
    this.options.onTurnedAway(reason);
    if (socket.destroyed || !socket.writable) return;
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', () => opened.terminate());
      closeSocket(opened, reason, this.options.limits.closeGraceMs);
    });
  }

  private crowded(personId: string, documentId: string): CloseReason | null {
    const { limits, connections, inDocument } = this.options;
    if (inDocument(documentId) >= limits.connectionsPerDocumentMax) return 'documentCrowded';
    const own = [...connections.values()].filter((identity) => identity.personId === personId).length;
    return own >= limits.connectionsPerPersonMax ? 'tooManyOpen' : null;
  }
}
