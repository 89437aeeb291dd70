import * as decoding from 'lib0/decoding';
import {
  type ClientMessage,
  MESSAGE_AUTH,
  MESSAGE_AWARENESS,
  MESSAGE_KENNING,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  readClientMessage,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from './protocol.schema';

/** What a client says in one frame. */
export type ClientFrame =
  | { kind: 'join'; vector: Uint8Array }
  /** `introduces`: it is all that the server lacked. */
  | { kind: 'update'; bytes: Uint8Array; introduces: boolean }
  | { kind: 'presence'; bytes: Uint8Array }
  | { kind: 'whoIsHere' }
  | { kind: 'own'; message: ClientMessage }
  | { kind: 'nothing' };

/** Reads a frame. @throws Error when it is none of the protocol's */
export function readClientFrame(bytes: Uint8Array): ClientFrame {
  const decoder = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE_SYNC:
      return readSync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
    case MESSAGE_AWARENESS:
      return { kind: 'presence', bytes: decoding.readVarUint8Array(decoder) };
    case MESSAGE_QUERY_AWARENESS:
      return { kind: 'whoIsHere' };
    case MESSAGE_KENNING:
      return { kind: 'own', message: readClientMessage(decoder) };
    case MESSAGE_AUTH:
      return { kind: 'nothing' };
    default:
      throw new Error('An unknown message type.');
  }
}

function readSync(step: number, bytes: Uint8Array): ClientFrame {
  if (step === SYNC_STEP_1) return { kind: 'join', vector: bytes };
  if (step === SYNC_STEP_2 || step === SYNC_UPDATE) return { kind: 'update', bytes, introduces: step === SYNC_STEP_2 };
  throw new Error('An unknown synchronisation step.');
}
