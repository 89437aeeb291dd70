import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import type { Connection } from './connection';
import { Holdings } from './holdings';

const BYTES_MAX = 100;
const PERSON_BYTES_MAX = 60;
const PERSONS = 4;
const connections = Array.from(
  { length: 12 },
  (_, at) => ({ identity: { personId: `p${at % PERSONS}` } }) as unknown as Connection,
);
const step = fc.record({ who: fc.nat(connections.length - 1), bytes: fc.nat(40), shrinks: fc.boolean() });
const sum = (values: Iterable<number>) => [...values].reduce((all, value) => all + value, 0);

test('CO-X43 no more is held than the limits say, and whoever lets go holds most, and is one of whoever holds most', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const real = new Map(connections.map((connection) => [connection, 0]));
      const heldBy = (person: string) =>
        sum([...real].filter(([{ identity }]) => identity.personId === person).map(([, bytes]) => bytes));
      const persons = connections.slice(0, PERSONS).map(({ identity }) => identity.personId);
      const holdings = new Holdings({
        bytesMax: BYTES_MAX,
        personBytesMax: PERSON_BYTES_MAX,
        measure: (connection) => real.get(connection) ?? 0,
        onOver: (payer) => {
          const { personId } = payer.identity;
          const isTooMuch = sum(real.values()) > BYTES_MAX;
          expect(isTooMuch || heldBy(personId) > PERSON_BYTES_MAX).toBe(true);
          if (isTooMuch) expect(heldBy(personId)).toBe(Math.max(...persons.map(heldBy)));
          const own = [...real].filter(([{ identity }]) => identity.personId === personId);
          expect(real.get(payer)).toBe(Math.max(...own.map(([, bytes]) => bytes)));
          real.set(payer, 0);
        },
      });
      for (const { who, bytes, shrinks } of steps) {
        const connection = connections[who] as Connection;
        const before = real.get(connection) ?? 0;
        real.set(connection, shrinks ? Math.max(0, before - bytes) : before + bytes);
        // Nobody is told when it shrinks.
        if (!shrinks) holdings.set(connection, before + bytes);
        expect(sum(real.values())).toBeLessThanOrEqual(BYTES_MAX);
        for (const person of persons) expect(heldBy(person)).toBeLessThanOrEqual(PERSON_BYTES_MAX);
        expect(holdings.bytes).toBeGreaterThanOrEqual(sum(real.values()));
      }
      for (const connection of connections) holdings.forget(connection);
      expect(holdings.bytes).toBe(0);
    }),
    { numRuns: 500 },
  );
});
