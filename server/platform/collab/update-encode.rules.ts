import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

export type Decoded = ReturnType<typeof Y.decodeUpdate>;
export type Struct = Decoded['structs'][number];
export type Deletes = ReadonlyMap<number, readonly { clock: number; len: number }[]>;

/** Yjs sorts the heads of all updates it merges after each struct: few at a time stay fast. */
const MERGED_AT_ONCE = 32;

/** Many updates as one, in groups. @param merge makes one of a few; `Y.mergeUpdates` or what does the same and more */
export function mergeMany(
  updates: readonly Uint8Array[],
  merge: (some: Uint8Array[]) => Uint8Array = Y.mergeUpdates,
): Uint8Array {
  let rest = [...updates];
  do {
    const merged: Uint8Array[] = [];
    for (let from = 0; from === 0 || from < rest.length; from += MERGED_AT_ONCE) {
      merged.push(merge(rest.slice(from, from + MERGED_AT_ONCE)));
    }
    rest = merged;
  } while (rest.length > 1);
  return rest[0] as Uint8Array;
}

/**
 * An update as Yjs encodes it (its first version), from its parts.
 * @param sections structs without a gap, each of one client; clients from the highest down, as Yjs has them
 */
export function encodeUpdate(sections: readonly (readonly Struct[])[], deletes: Deletes): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const rest = encoder.restEncoder;
  const filled = sections.filter((structs) => structs.length > 0);
  encoding.writeVarUint(rest, filled.length);
  for (const structs of filled) {
    const [first] = structs as [Struct];
    encoding.writeVarUint(rest, structs.length);
    encoder.writeClient(first.id.client);
    encoding.writeVarUint(rest, first.id.clock);
    // Of what Y.decodeUpdate gives, all kinds can write themselves.
    for (const struct of structs) (struct as Y.Item).write(encoder, 0);
  }
  encoding.writeVarUint(rest, deletes.size);
  for (const [client, ranges] of [...deletes].sort(([one], [other]) => other - one)) {
    encoder.resetDsCurVal();
    encoding.writeVarUint(rest, client);
    encoding.writeVarUint(rest, ranges.length);
    for (const { clock, len } of ranges) {
      encoder.writeDsClock(clock);
      encoder.writeDsLen(len);
    }
  }
  return encoder.toUint8Array();
}
