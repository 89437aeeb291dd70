import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { COLLAB_PATH, REFUSAL_AS_CLOSE, WRITTEN_BY } from './protocol.schema';

const DOCUMENT_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** @returns the document's id in `/collab/<documentId>`; null for any other address */
export function documentIdOf(url: string | undefined): string | null {
  const path = (url ?? '').split('?', 1)[0] ?? '';
  if (!path.startsWith(`${COLLAB_PATH}/`)) return null;
  const id = path.slice(COLLAB_PATH.length + 1);
  return DOCUMENT_ID.test(id) ? id : null;
}

/** @returns whether the client at this address wants a refusal as a close code */
export function wantsClose(url: string | undefined): boolean {
  return queryOf(url).get('refusal') === REFUSAL_AS_CLOSE.refusal;
}

/** @returns whether the client at this address holds what somebody else than this person wrote */
export function isOfSomebodyElse(url: string | undefined, personId: string): boolean {
  return (queryOf(url).get(WRITTEN_BY) ?? personId) !== personId;
}

function queryOf(url: string | undefined): URLSearchParams {
  return new URLSearchParams((url ?? '').split('?')[1] ?? '');
}

/**
 * Refuses an upgrade before the handshake. The same status gives the same bytes, so that a document one may not read
 * cannot be told from one that does not exist.
 */
export function refuseUpgrade(socket: Duplex, status: 401 | 403 | 404 | 409 | 503): void {
  if (socket.destroyed) return;
  // The client's half may stay open for ever otherwise.
  socket.once('finish', () => socket.destroy());
  const text = `${STATUS_CODES[status] ?? 'Refused'}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${text.trim()}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
