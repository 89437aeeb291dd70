import { describe, expect, test } from 'vitest';
import type { Actor, ActorDoor } from '@/server/platform/access';
import fc from '@/server/platform/testing/fast-check';
import { COMPANY, companyPolicy, personPolicy } from './policy';

const doors: ActorDoor[] = [
  { kind: 'session', sessionId: 's' },
  { kind: 'token', tokenId: 't', scopes: ['read', 'write'] },
  { kind: 'command_line' },
  { kind: 'job' },
];

const anyActor = fc.record({
  personId: fc.constantFrom('ana', 'noah', 'admin'),
  name: fc.constant('Somebody'),
  timeZone: fc.constant('UTC'),
  accessRole: fc.constantFrom('member', 'leadership', 'administrator') as fc.Arbitrary<Actor['accessRole']>,
  jobRoleId: fc.constant(null),
  senior: fc.boolean(),
  teamIds: fc.constant([]),
  reportIds: fc.constant([]),
  door: fc.constantFrom(...doors),
});
const anyPerson = fc.record({ id: fc.constantFrom('ana', 'noah', 'admin'), active: fc.boolean() });
const abilities = Object.keys(personPolicy) as (keyof typeof personPolicy)[];

const cameInPerson = (actor: Actor) => ['session', 'command_line'].includes(actor.door.kind);

const everyCase = (check: (actor: Actor, person: { id: string; active: boolean }) => void) =>
  fc.assert(fc.property(anyActor, anyPerson, check), { numRuns: 500 });

describe('who may do what with a person', () => {
  test('PE-V1: whoever may do anything may read', () => {
    everyCase((actor, person) => {
      const may = abilities.filter((ability) => personPolicy[ability](actor, person));
      if (may.length > 0) expect(may).toContain('read');
    });
  });

  test('PE-V2: an address is seen by its owner and by administrators', () => {
    everyCase((actor, person) => {
      const expected = actor.personId === person.id || actor.accessRole === 'administrator';
      expect(personPolicy.readContact(actor, person)).toBe(expected);
    });
  });

  test('PE-V3: only administrators manage, in person, and nobody manages somebody out who is themselves', () => {
    everyCase((actor, person) => {
      const managing = abilities.filter((ability) => ['manage', 'deactivate', 'reactivate'].includes(ability));
      const may = managing.filter((ability) => personPolicy[ability](actor, person));
      if (actor.accessRole !== 'administrator' || !cameInPerson(actor)) expect(may).toEqual([]);
      else expect(may).toContain('manage');
      if (actor.personId === person.id) expect(may).not.toContain('deactivate');
    });
  });

  test('PE-K2: how one signs in is changed by oneself, and never by a token', () => {
    everyCase((actor, person) => {
      expect(personPolicy.secureAccount(actor, person)).toBe(actor.personId === person.id && cameInPerson(actor));
    });
  });
});

test('PE-V4: what concerns the whole company is for administrators in person, except to see it', () => {
  everyCase((actor) => {
    expect(companyPolicy.read(actor, COMPANY)).toBe(true);
    const { read: _, ...managing } = companyPolicy;
    for (const sentence of Object.values(managing)) {
      expect(sentence(actor, COMPANY)).toBe(actor.accessRole === 'administrator' && cameInPerson(actor));
    }
  });
});
