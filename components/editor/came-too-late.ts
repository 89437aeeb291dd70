import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { structsBrought } from '@/server/platform/collab/gone-texts.rules';
import { MESSAGE_SYNC, SYNC_STEP_1, SYNC_STEP_2 } from '@/server/platform/collab/protocol.schema';
import { encodeUpdate, type Struct } from '@/server/platform/collab/update-encode.rules';

type Range = { clock: number; len: number };

/** What of a range is in none of the others. */
function without(range: Range, others: readonly Range[]): Range[] {
  let rest = [range];
  for (const { clock, len } of others) {
    rest = rest.flatMap((one) => {
      const [before, after] = [clock - one.clock, one.clock + one.len - clock - len];
      if (before >= one.len || after >= one.len) return [one];
      return [
        ...(before > 0 ? [{ clock: one.clock, len: before }] : []),
        ...(after > 0 ? [{ clock: clock + len, len: after }] : []),
      ];
    });
  }
  return rest;
}

/**
 * What others wrote into a block that was taken away here before the server knew of it. Yjs holds that for deleted by
 * whoever took the block away, and says so to the server when the connection was cut meanwhile; but it was not seen.
 */
export class CameTooLate {
  private readonly doc: Y.Doc;
  private readonly ranges = new Map<number, Range[]>();

  constructor(provider: WebsocketProvider) {
    this.doc = provider.doc;
    const answer = provider.messageHandlers[MESSAGE_SYNC];
    provider.messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...rest) => {
      if (this.ranges.size === 0 || decoding.peekVarUint(decoder) !== SYNC_STEP_1) {
        answer?.(encoder, decoder, ...rest);
        return;
      }
      decoding.readVarUint(decoder);
      const lacking = this.whatIsLacking(decoding.readVarUint8Array(decoder));
      encoding.writeVarUint(encoder, MESSAGE_SYNC);
      encoding.writeVarUint(encoder, SYNC_STEP_2);
      encoding.writeVarUint8Array(encoder, lacking);
    };
  }

  /** What of a change of others was gone when it came. */
  note(transaction: Y.Transaction): void {
    for (const { deleted, id, length } of structsBrought(transaction)) {
      if (!deleted) continue;
      const range = { clock: id.clock, len: length };
      const known = this.ranges.get(id.client);
      if (known) known.push(range);
      else this.ranges.set(id.client, [range]);
    }
  }

  /** The server knows all that was taken away here. */
  clear(): void {
    this.ranges.clear();
  }

  /** What the server lacks, without a word of having deleted what was never seen. */
  private whatIsLacking(vector: Uint8Array): Uint8Array {
    const { structs, ds } = Y.decodeUpdate(Y.encodeStateAsUpdate(this.doc, vector));
    const sections = new Map<number, Struct[]>();
    for (const struct of structs) {
      const section = sections.get(struct.id.client);
      if (section) section.push(struct);
      else sections.set(struct.id.client, [struct]);
    }
    const deletes = new Map<number, Range[]>();
    for (const [client, ranges] of ds.clients) {
      const late = this.ranges.get(client) ?? [];
      const left = ranges.flatMap((range) => without(range, late));
      if (left.length > 0) deletes.set(client, left);
    }
    return encodeUpdate([...sections.values()], deletes);
  }
}
