import { describe, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import { type ItemFacts, itemPolicy } from './policy';
import { AccessLevel } from './schema';

const actor = (overrides: Partial<Actor> = {}): Actor => ({
  personId: 'me',
  name: 'Me',
  timeZone: 'UTC',
  accessRole: 'member',
  jobRoleId: null,
  senior: false,
  teamIds: [],
  reportIds: [],
  door: { kind: 'job' },
  ...overrides,
});

const item = (overrides: Partial<ItemFacts> = {}): ItemFacts => ({
  authorId: 'somebody',
  maintainerIds: ['somebody'],
  accessLevel: 'restricted',
  teamIds: [],
  jobRoleIds: [],
  namedPersonIds: [],
  trashed: false,
  ...overrides,
});

const LEVELS = Object.values(AccessLevel);
const CHANGES = ['edit', 'rename', 'changeAccess', 'changeMaintainers', 'attach', 'decideRequests', 'trash'] as const;

describe('who may read', () => {
  test('KN-P-R1: author and maintainers read at every level', () => {
    for (const accessLevel of LEVELS) {
      expect(itemPolicy.read(actor(), item({ accessLevel, authorId: 'me' }))).toBe(true);
      expect(itemPolicy.read(actor(), item({ accessLevel, maintainerIds: ['me'] }))).toBe(true);
    }
  });

  test('KN-P-R2: each level lets in whom the seed says, and nobody else', () => {
    const stranger = actor();
    const inTeam = actor({ teamIds: ['t'] });
    const inRole = actor({ jobRoleId: 'r' });
    const senior = actor({ senior: true, jobRoleId: 'other' });
    const leader = actor({ accessRole: 'leadership' });
    const reads = (facts: ItemFacts) =>
      [stranger, inTeam, inRole, senior, leader].map((one) => itemPolicy.read(one, facts));
    expect(reads(item({ accessLevel: 'public' }))).toEqual([true, true, true, true, true]);
    expect(reads(item({ accessLevel: 'team', teamIds: ['t'] }))).toEqual([false, true, false, false, false]);
    expect(reads(item({ accessLevel: 'role', jobRoleIds: ['r'] }))).toEqual([false, false, true, false, false]);
    expect(reads(item({ accessLevel: 'confidential' }))).toEqual([false, false, false, true, true]);
    expect(reads(item({ accessLevel: 'restricted' }))).toEqual([false, false, false, false, false]);
  });

  test('KN-P-R3: an audience of another level lets nobody in', () => {
    const insider = actor({ teamIds: ['t'], jobRoleId: 'r' });
    expect(itemPolicy.read(insider, item({ accessLevel: 'restricted', teamIds: ['t'], jobRoleIds: ['r'] }))).toBe(
      false,
    );
    expect(itemPolicy.read(insider, item({ accessLevel: 'team', jobRoleIds: ['r'] }))).toBe(false);
    expect(itemPolicy.read(insider, item({ accessLevel: 'role', teamIds: ['t'] }))).toBe(false);
  });

  test('KN-P-R4: named people read at every level', () => {
    for (const accessLevel of LEVELS) {
      expect(itemPolicy.read(actor(), item({ accessLevel, namedPersonIds: ['me'] }))).toBe(true);
    }
  });

  test('KN-P-R5: an administrator reads nothing by that alone', () => {
    const administrator = actor({ accessRole: 'administrator' });
    for (const accessLevel of LEVELS.filter((level) => level !== 'public')) {
      expect(itemPolicy.read(administrator, item({ accessLevel }))).toBe(false);
    }
  });

  test('KN-P-R6: in the trash only author and maintainers see it', () => {
    const facts = item({ accessLevel: 'public', namedPersonIds: ['me'], trashed: true });
    expect(itemPolicy.read(actor(), facts)).toBe(false);
    expect(itemPolicy.read(actor({ accessRole: 'leadership' }), facts)).toBe(false);
    expect(itemPolicy.read(actor(), { ...facts, maintainerIds: ['me'] })).toBe(true);
    expect(itemPolicy.read(actor(), { ...facts, authorId: 'me' })).toBe(true);
  });
});

describe('who may change', () => {
  test('KN-P-W1: author and maintainers, and no reader', () => {
    const leader = actor({ accessRole: 'leadership', senior: true });
    for (const change of CHANGES) {
      expect(itemPolicy[change](actor(), item({ authorId: 'me' }))).toBe(true);
      expect(itemPolicy[change](actor(), item({ maintainerIds: ['me'] }))).toBe(true);
      expect(itemPolicy[change](leader, item({ accessLevel: 'public', namedPersonIds: ['me'] }))).toBe(false);
    }
  });

  test('KN-P-W2: in the trash nothing is changed, only restored', () => {
    const mine = item({ authorId: 'me', trashed: true });
    for (const change of CHANGES) expect(itemPolicy[change](actor(), mine)).toBe(false);
    expect(itemPolicy.restore(actor(), mine)).toBe(true);
    expect(itemPolicy.restore(actor(), { ...mine, trashed: false })).toBe(false);
    expect(itemPolicy.restore(actor({ accessRole: 'administrator' }), item({ trashed: true }))).toBe(false);
  });
});
