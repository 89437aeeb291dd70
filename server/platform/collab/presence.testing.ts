import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Nobody has written with any client. */
export const nobody = () => undefined;

type Said = { clientId: number; clock: number; state: unknown };

/** A presence message as a client says it. */
export function say(...entries: Said[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  }
  return encoding.toUint8Array(encoder);
}

/** Reads a presence message of the server. */
export function heard(message: Uint8Array | null): Said[] {
  if (!message) return [];
  const outer = decoding.createDecoder(message);
  decoding.readVarUint(outer);
  const inner = decoding.createDecoder(decoding.readVarUint8Array(outer));
  return Array.from({ length: decoding.readVarUint(inner) }, () => ({
    clientId: decoding.readVarUint(inner),
    clock: decoding.readVarUint(inner),
    state: JSON.parse(decoding.readVarString(inner)) as unknown,
  }));
}
