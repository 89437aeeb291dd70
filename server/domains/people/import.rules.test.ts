import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { type ImportRow, type ImportWorld, planImport } from './import.rules';
import { DEFAULT_LEVELS } from './rules';

const nobody: ImportWorld = { people: [], openInvitations: [], teams: [], jobRoles: [] };
const here = (email: string, more: Partial<ImportWorld['people'][number]> = {}): ImportWorld['people'][number] => ({
  email,
  active: true,
  accessRole: 'member',
  managerEmail: null,
  awaitedEmail: null,
  wasInvited: true,
  ...more,
});
const rows = (...values: ImportRow['values'][]): ImportRow[] =>
  values.map((value, index) => ({ line: index + 2, values: value }));
const reasons = (given: ImportRow[], world = nobody) =>
  planImport(given, world).problems.map((problem) => problem.reason);

describe('PE-C1: what an import would do', () => {
  test('new people are invited, people who are here updated, people invited left alone', () => {
    const world = {
      ...nobody,
      people: [here('ana@x.org')],
      openInvitations: [{ email: 'zoe@x.org', managerEmail: null }],
    };
    const plan = planImport(
      rows(
        { email: 'Ana@X.org', name: 'Ana' },
        { email: 'noah@x.org', name: 'Noah', access_role: 'Leadership', teams: 'Core | Data;core' },
        { email: 'zoe@x.org', name: 'Zoë' },
      ),
      world,
    );
    expect(plan.problems).toEqual([]);
    expect(plan.people.map((person) => [person.email, person.outcome])).toEqual([
      ['ana@x.org', 'update'],
      ['noah@x.org', 'invite'],
      ['zoe@x.org', 'invited_already'],
    ]);
    expect(plan.people[1]).toMatchObject({ accessRole: 'leadership', teams: ['Core', 'Data'] });
    expect(plan.newTeams).toEqual(['Core', 'Data']);
  });

  test('a new role gets the usual levels when the file names only those, else its own in their order', () => {
    const usual = planImport(
      rows({ email: 'a@x.org', name: 'A', job_role: 'Engineer', job_level: 'Staff engineer' }),
      nobody,
    );
    expect(usual.newJobRoles).toEqual([{ name: 'Engineer', levels: [...DEFAULT_LEVELS] }]);
    expect(usual.people[0]).toMatchObject({ jobRole: 'Engineer', levelKey: 'staff_engineer' });
    const own = planImport(
      rows(
        { email: 'a@x.org', name: 'A', job_role: 'Designer', job_level: 'Designer I' },
        { email: 'b@x.org', name: 'B', job_role: 'designer', job_level: 'Designer II', senior_level: 'yes' },
      ),
      nobody,
    );
    expect(own.newJobRoles).toEqual([
      {
        name: 'Designer',
        levels: [
          { key: 'designer_i', name: 'Designer I', senior: false },
          { key: 'designer_ii', name: 'Designer II', senior: true },
        ],
      },
    ]);
  });

  test('an unknown level of a role that is here is added after the others', () => {
    const world = { ...nobody, jobRoles: [{ name: 'Engineer', levels: DEFAULT_LEVELS }] };
    const plan = planImport(rows({ email: 'a@x.org', name: 'A', job_role: 'engineer', job_level: 'Fellow' }), world);
    expect(plan.newJobRoles).toEqual([]);
    expect(plan.newLevels).toEqual([
      { jobRole: 'Engineer', levels: [{ key: 'fellow', name: 'Fellow', senior: false }] },
    ]);
  });
});

describe('PE-C2: every reason against a row is named with its line', () => {
  test.each([
    ['email', { email: 'not an address', name: 'A' }],
    ['name', { email: 'a@x.org', name: ' ' }],
    ['access_role', { email: 'a@x.org', name: 'A', access_role: 'boss' }],
    ['yes_or_no', { email: 'a@x.org', name: 'A', job_role: 'R', job_level: 'L', senior_level: 'maybe' }],
    ['senior_without_level', { email: 'a@x.org', name: 'A', job_role: 'R', senior_level: 'yes' }],
    ['level_without_role', { email: 'a@x.org', name: 'A', job_level: 'L' }],
    ['no_such_manager', { email: 'a@x.org', name: 'A', manager_email: 'nobody@x.org' }],
    ['manager_cycle', { email: 'a@x.org', name: 'A', manager_email: 'a@x.org' }],
  ])('%s', (reason, values) => {
    const { problems } = planImport(rows(values), nobody);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 2, reason });
  });

  test('an address twice, somebody who has left, a role that is changed elsewhere, seniority said two ways', () => {
    expect(reasons(rows({ email: 'a@x.org', name: 'A' }, { email: 'A@x.org', name: 'B' }))).toEqual(['email_twice']);
    const world = { ...nobody, people: [here('left@x.org', { active: false }), here('ana@x.org')] };
    expect(reasons(rows({ email: 'left@x.org', name: 'L' }), world)).toEqual(['person_has_left']);
    expect(reasons(rows({ email: 'ana@x.org', name: 'A', access_role: 'administrator' }), world)).toEqual([
      'access_role_of_person_here',
    ]);
    const level = { job_role: 'R', job_level: 'L' };
    const two = rows(
      { email: 'a@x.org', name: 'A', ...level, senior_level: 'yes' },
      { email: 'b@x.org', name: 'B', ...level, senior_level: 'no' },
    );
    expect(reasons(two)).toEqual(['senior_said_differently']);
  });

  test('PE-M1: circles over the file and those who are here together', () => {
    const world = {
      ...nobody,
      people: [here('a@x.org', { managerEmail: 'b@x.org' }), here('b@x.org'), here('c@x.org')],
    };
    expect(reasons(rows({ email: 'b@x.org', name: 'B', manager_email: 'a@x.org' }), world)).toEqual(['manager_cycle']);
    // Turned around within one file: b was above a, now a is above b, and a has nobody of these above.
    const turned = rows(
      { email: 'a@x.org', name: 'A', manager_email: 'c@x.org' },
      { email: 'b@x.org', name: 'B', manager_email: 'a@x.org' },
    );
    expect(reasons(turned, world)).toEqual([]);
  });

  test('PE-M1: circles through open invitations, and through managers who are still to come', () => {
    const world = {
      ...nobody,
      people: [
        here('a@x.org', { managerEmail: 'c@x.org' }),
        here('b@x.org', { awaitedEmail: 'm@x.org' }),
        here('c@x.org'),
      ],
      openInvitations: [{ email: 'm@x.org', managerEmail: 'a@x.org' }],
    };
    const under = (email: string, manager_email: string) => reasons(rows({ email, name: 'N', manager_email }), world);
    expect(under('a@x.org', 'm@x.org')).toEqual(['manager_cycle']);
    // b awaits m, m comes in under a, so a never reports to b.
    expect(under('a@x.org', 'b@x.org')).toEqual(['manager_cycle']);
    // Until m has come, a still reports to c.
    const both = rows(
      { email: 'a@x.org', name: 'A', manager_email: 'n@x.org' },
      { email: 'n@x.org', name: 'N' },
      { email: 'c@x.org', name: 'C', manager_email: 'a@x.org' },
    );
    expect(reasons(both, world)).toEqual(['manager_cycle', 'manager_cycle']);
    // What the file says now takes the place of what was awaited.
    const instead = rows(
      { email: 'b@x.org', name: 'B', manager_email: 'c@x.org' },
      { email: 'a@x.org', name: 'A', manager_email: 'b@x.org' },
    );
    expect(reasons(instead, world)).toEqual([]);
    expect(reasons(rows({ email: 'a@x.org', name: 'A' }, { email: 'b@x.org', name: 'B' }), world)).toEqual([]);
  });
});

test('PE-L3: levels whose names have no Latin letters, or fold alike, all get keys of their own', () => {
  const names = ['Инженер', 'Старший инженер', '1', 'C++ engineer', 'C engineer', 'Level', 'C++ ENGINEER'];
  const plan = planImport(
    rows(...names.map((job_level, n) => ({ email: `p${n}@x.org`, name: 'N', job_role: 'Разработчик', job_level }))),
    nobody,
  );
  expect(plan.problems).toEqual([]);
  const levels = plan.newJobRoles[0]?.levels ?? [];
  expect(levels.map(({ key, name }) => [key, name])).toEqual([
    ['level', 'Инженер'],
    ['level_2', 'Старший инженер'],
    ['level_3', '1'],
    ['c_engineer', 'C++ engineer'],
    ['c_engineer_2', 'C engineer'],
    ['level_4', 'Level'],
  ]);
  expect(plan.people.map((person) => person.levelKey)).toEqual([
    'level',
    'level_2',
    'level_3',
    'c_engineer',
    'c_engineer_2',
    'level_4',
    'c_engineer',
  ]);
});

test('PE-C6: what a cell says of a level is judged before it is believed', () => {
  const level = (job_level: string, senior_level: string) =>
    reasons(rows({ email: 'a@x.org', name: 'A', job_role: 'Engineer', job_level, senior_level }));
  expect(level('Staff', 'YES')).toEqual([]);
  for (const word of ['constructor', 'toString', '__proto__', 'perhaps'])
    expect(level('Staff', word)).toEqual(['yes_or_no']);
  expect(level('x'.repeat(121), '')).toEqual(['name']);
  expect(level('a\u0000b', '')).toEqual(['name']);
});

test('PE-C3: a plan without problems names every manager that it uses, and never a circle', () => {
  const emails = ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org'];
  const row = fc.record({ email: fc.constantFrom(...emails), manager: fc.constantFrom('', ...emails) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (given) => {
      const plan = planImport(
        rows(...given.map(({ email, manager }) => ({ email, name: 'N', manager_email: manager }))),
        nobody,
      );
      if (plan.problems.length > 0) return;
      const managerOf = new Map(plan.people.map((person) => [person.email, person.managerEmail]));
      for (const person of plan.people) {
        let above = person.managerEmail;
        for (let steps = 0; above !== null; steps++) {
          expect(managerOf.has(above)).toBe(true);
          expect(steps).toBeLessThan(emails.length);
          above = managerOf.get(above) ?? null;
        }
      }
    }),
  );
});
