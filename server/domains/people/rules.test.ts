import { describe, expect, test } from 'vitest';
import { DAY_MS, after as later } from '@/server/platform/clock';
import fc from '@/server/platform/testing/fast-check';
import {
  DEFAULT_LEVELS,
  invitationState,
  isTimeZone,
  keyedLevels,
  levelFits,
  levelKey,
  levelsMayBe,
  managerMayBe,
  mayDeactivate,
  mayLetRealPeopleIn,
  mayLoadDemoWorld,
  mayStopAdministering,
  passwordMayBe,
  resetMayBeUsed,
} from './rules';

const now = new Date('2026-01-05T09:00:00Z');
const ana = { email: 'ana.ruiz@example.com', name: 'Ana Ruiz' };

describe('passwords', () => {
  test('PE-P1: ten characters at least, whatever they are', () => {
    expect(passwordMayBe('123456789', ana)).toMatchObject({ reason: 'password_too_short' });
    expect(passwordMayBe('correct horse', ana)).toEqual({ ok: true });
    expect(passwordMayBe('密码安全的长句子吧好', ana)).toEqual({ ok: true });
    expect(passwordMayBe('8402749104', ana)).toEqual({ ok: true });
  });

  test('PE-P2: neither one’s own address or name, nor two letters repeated', () => {
    for (const plain of ['ana.ruiz@example.com', 'Ana Ruiz 2026', 'anaruiz12345', 'aaaaaaaaaaaa', 'abababababab']) {
      expect(passwordMayBe(plain, ana)).toEqual({ ok: false, reason: 'password_too_plain' });
    }
    expect(passwordMayBe('ana.ruiz keeps bees', ana)).toEqual({ ok: true });
  });
});

test('PE-Z1: a time zone is one that the platform knows', () => {
  for (const zone of ['UTC', 'Europe/Madrid', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5']) {
    expect(isTimeZone(zone)).toBe(true);
  }
  for (const zone of ['', 'Mars/Olympus', '+02:00', 'Europe/../Madrid']) expect(isTimeZone(zone)).toBe(false);
});

test('PE-A1: somebody else must be an administrator before one stops', () => {
  expect(mayStopAdministering(0)).toEqual({ ok: false, reason: 'last_administrator' });
  expect(mayStopAdministering(1)).toEqual({ ok: true });
});

test('PE-M1: whatever managers are changed in whatever order, no circle ever closes', () => {
  const people = Array.from({ length: 8 }, (_, index) => `p${index}`);
  const change = fc.record({ person: fc.constantFrom(...people), manager: fc.constantFrom(...people) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const managerOf = new Map<string, string>();
      const above = (id: string): string[] => {
        const next = managerOf.get(id);
        return next === undefined ? [id] : [id, ...above(next)];
      };
      for (const { person, manager } of changes) {
        if (managerMayBe(person, above(manager)).ok) managerOf.set(person, manager);
      }
      // A circle would make `above` run for ever; a chain without one is no longer than there are people.
      for (const id of people) expect(above(id).length).toBeLessThanOrEqual(people.length);
    }),
  );
  expect(managerMayBe('a', ['a'])).toEqual({ ok: false, reason: 'manager_cycle' });
});

test('PE-L1: a level goes with its own job role', () => {
  expect(levelFits('r1', { jobRoleId: 'r1' }).ok).toBe(true);
  expect(levelFits('r2', { jobRoleId: 'r1' })).toEqual({ ok: false, reason: 'level_of_another_role' });
  expect(levelFits(null, { jobRoleId: 'r1' }).ok).toBe(false);
  expect(levelFits(null, null).ok).toBe(true);
});

test('PE-L2: levels are there and differ; those a role begins with do, and the last three are senior', () => {
  expect(levelsMayBe(DEFAULT_LEVELS)).toEqual({ ok: true });
  expect(DEFAULT_LEVELS.map((level) => level.key)).toEqual([
    'junior_engineer',
    'engineer',
    'senior_engineer',
    'staff_engineer',
    'principal_engineer',
  ]);
  expect(DEFAULT_LEVELS.map((level) => level.senior)).toEqual([false, false, true, true, true]);
  expect(levelsMayBe([])).toMatchObject({ reason: 'no_levels' });
  expect(
    levelsMayBe([
      { key: 'a', name: 'A' },
      { key: 'a', name: 'B' },
    ]),
  ).toMatchObject({ reason: 'level_key_twice' });
  expect(
    levelsMayBe([
      { key: 'a', name: 'A' },
      { key: 'b', name: 'a' },
    ]),
  ).toMatchObject({ reason: 'level_name_twice' });
});

test('PE-L3: a level’s key comes from its name', () => {
  expect(levelKey('Senior Engineer (IC)')).toBe('senior_engineer_ic');
  expect(levelKey('3. Stufe: Führung')).toBe('stufe_fuhrung');
  expect(levelKey('高级')).toBe('level');
  fc.assert(fc.property(fc.string(), (name) => void expect(levelKey(name)).toMatch(/^[a-z][a-z0-9_]{0,59}$/)));
});

test('PE-L3: a key that is taken is numbered, so that levels in any script can stand together', () => {
  expect(levelKey('Engineer', ['engineer', 'engineer_2'])).toBe('engineer_3');
  const long = 'x'.repeat(80);
  expect(levelKey(long, [levelKey(long)])).toBe(`${'x'.repeat(58)}_2`);
  const drafts = [
    { id: 'there', key: 'level_2', name: 'Ingenieur' },
    { key: '', name: 'Инженер' },
    { key: '', name: 'エンジニア' },
  ];
  expect(keyedLevels(drafts).map((level) => level.key)).toEqual(['level_2', 'level', 'level_3']);
  const draft = fc.record({ key: fc.constant(''), name: fc.constantFrom('1', 'A', 'Ä', 'a+', 'Я', 'level', 'a_2') });
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 20 }), (given) => {
      const keys = keyedLevels(given).map((level) => level.key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9_]{0,59}$/);
    }),
  );
});

describe('deactivating', () => {
  const facts = { actorId: 'admin', personId: 'ana', active: true, handOverTo: { id: 'noah', active: true } };

  test('PE-X1: not oneself, and nobody twice', () => {
    expect(mayDeactivate(facts)).toEqual({ ok: true });
    expect(mayDeactivate({ ...facts, personId: 'admin' })).toMatchObject({ reason: 'deactivate_yourself' });
    expect(mayDeactivate({ ...facts, active: false })).toMatchObject({ reason: 'already_deactivated' });
  });

  test('PE-X2: what they owned goes to somebody else who is here', () => {
    for (const handOverTo of [null, { id: 'noah', active: false }, { id: 'ana', active: true }]) {
      expect(mayDeactivate({ ...facts, handOverTo })).toMatchObject({ reason: 'hand_over_to_nobody' });
    }
  });
});

test('PE-I1: an invitation is open until accepted, revoked or past its time', () => {
  const open = { acceptedAt: null, revokedAt: null, expiresAt: later(now, DAY_MS) };
  expect(invitationState(open, now)).toBe('open');
  expect(invitationState(open, later(now, DAY_MS))).toBe('expired');
  expect(invitationState({ ...open, revokedAt: now }, now)).toBe('revoked');
  expect(invitationState({ ...open, acceptedAt: now, expiresAt: now }, now)).toBe('accepted');
});

test('PE-R1: a reset works once and for a short time', () => {
  expect(resetMayBeUsed({ usedAt: null, expiresAt: later(now, 1) }, now)).toBe(true);
  expect(resetMayBeUsed({ usedAt: now, expiresAt: later(now, 1) }, now)).toBe(false);
  expect(resetMayBeUsed({ usedAt: null, expiresAt: now }, now)).toBe(false);
});

test('PE-D1, PE-D2: demo accounts and real people keep apart', () => {
  expect(mayLetRealPeopleIn(0).ok).toBe(true);
  expect(mayLetRealPeopleIn(6)).toMatchObject({ reason: 'demo_accounts_present', params: { demoAccounts: 6 } });
  expect(mayLoadDemoWorld(0).ok).toBe(true);
  expect(mayLoadDemoWorld(1)).toMatchObject({ reason: 'real_people_present' });
});
