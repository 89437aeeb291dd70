import type { NumberedWritten } from '@/server/platform/collab';
import { mergeJoined } from '@/server/platform/collab/join-update';

/** Updates as they are gathered: in each moment a part a person, those who began first before the others. */
export function gathered(log: readonly NumberedWritten[], moments: readonly number[]): NumberedWritten[] {
  return moments.flatMap((first, index) => {
    const people = new Map<string | null, Uint8Array[]>();
    for (const { personId, bytes } of log.slice(first - 1, (moments[index + 1] ?? log.length + 1) - 1))
      people.set(personId, [...(people.get(personId) ?? []), bytes]);
    return [...people].map(([personId, own]) => ({ personId, bytes: mergeJoined(own), seq: BigInt(first) }));
  });
}
