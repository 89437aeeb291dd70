import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import {
  type Access,
  ANCESTORS_MAX,
  checkAudience,
  checkIfMatch,
  checkParent,
  checkRevision,
  checkTitle,
  checkWidening,
  etagOf,
  nextReviewDue,
  normalAccess,
  reviewedAt,
  widening,
} from './rules';
import { AccessLevel } from './schema';

const NAMES = ['a', 'b', 'c'];
const names = fc.subarray(NAMES);
const access: fc.Arbitrary<Access> = fc.record({
  accessLevel: fc.constantFrom(...Object.values(AccessLevel)),
  teamIds: names,
  jobRoleIds: names,
  namedPersonIds: names,
});
/** Everybody who may stand outside of author and maintainers: in which teams, role, senior or not, by which name. */
const outsiders = NAMES.flatMap((name) =>
  [[], ['a'], ['b', 'c']].flatMap((teams) =>
    [null, 'a', 'b'].flatMap((role) => [true, false].map((senior) => ({ name, teams, role, senior }))),
  ),
);
type Outsider = (typeof outsiders)[number];

const admits = (to: Access, person: Outsider): boolean =>
  to.accessLevel === 'public' ||
  to.namedPersonIds.includes(person.name) ||
  (to.accessLevel === 'team' && person.teams.some((team) => to.teamIds.includes(team))) ||
  (to.accessLevel === 'role' && person.role !== null && to.jobRoleIds.includes(person.role)) ||
  (to.accessLevel === 'confidential' && person.senior);

const level = (accessLevel: AccessLevel, lists: Partial<Access> = {}): Access => ({
  accessLevel,
  teamIds: [],
  jobRoleIds: [],
  namedPersonIds: [],
  ...lists,
});

describe('access', () => {
  test('KN-A1: only what counts at a level is kept', () => {
    const all = { teamIds: ['a', 'a'], jobRoleIds: ['b'], namedPersonIds: ['c'] };
    expect(normalAccess(level('team', all))).toEqual(level('team', { teamIds: ['a'], namedPersonIds: ['c'] }));
    expect(normalAccess(level('role', all))).toEqual(level('role', { jobRoleIds: ['b'], namedPersonIds: ['c'] }));
    expect(normalAccess(level('public', all))).toEqual(level('public'));
    expect(normalAccess(level('restricted', all))).toEqual(level('restricted', { namedPersonIds: ['c'] }));
  });

  test('KN-A2: team and role need an audience, the other levels do not', () => {
    expect(checkAudience(level('team'))).toEqual({ ok: false, reason: 'team_missing' });
    expect(checkAudience(level('role', { teamIds: ['a'] }))).toEqual({ ok: false, reason: 'job_role_missing' });
    for (const one of ['public', 'confidential', 'restricted'] as const)
      expect(checkAudience(level(one)).ok).toBe(true);
  });

  test('KN-A6: an audience that its level passes over is refused', () => {
    const refused = { ok: false, reason: 'audience_without_level' };
    expect(checkAudience(level('public', { teamIds: ['a'] }))).toMatchObject(refused);
    expect(checkAudience(level('public', { namedPersonIds: ['c'] }))).toMatchObject(refused);
    expect(checkAudience(level('team', { teamIds: ['a'], jobRoleIds: ['b'] }))).toEqual({
      ...refused,
      params: { accessLevel: 'team', ids: ['b'] },
    });
    expect(checkAudience(level('team', { teamIds: ['a', 'a'], namedPersonIds: ['c'] })).ok).toBe(true);
    for (const one of ['confidential', 'restricted'] as const)
      expect(checkAudience(level(one, { namedPersonIds: ['c'] })).ok).toBe(true);
  });

  test('KN-A3: whoever is let in by a change makes it a widening', () => {
    fc.assert(
      fc.property(access, access, (from, to) => {
        const found = widening(from, to);
        const letIn = outsiders.filter((person) => admits(to, person) && !admits(normalAccess(from), person));
        if (found === null) expect(letIn).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('KN-A3: taking away only, or changing nothing, is no widening', () => {
    fc.assert(
      fc.property(access, (one) => {
        expect(widening(one, one)).toBeNull();
        expect(widening(one, level('restricted'))).toBeNull();
        expect(widening(level('public'), one)).toBeNull();
      }),
    );
  });

  test('KN-A3: it names whom it adds', () => {
    expect(widening(level('team', { teamIds: ['a'] }), level('team', { teamIds: ['a', 'b'] }))).toEqual({
      everyone: false,
      seniors: false,
      teamIds: ['b'],
      jobRoleIds: [],
      namedPersonIds: [],
    });
    expect(widening(level('team', { teamIds: ['a'] }), level('confidential'))?.seniors).toBe(true);
    expect(widening(level('confidential'), level('team', { teamIds: ['a'] }))?.teamIds).toEqual(['a']);
    expect(widening(level('restricted'), level('public'))?.everyone).toBe(true);
    expect(widening(level('restricted'), level('restricted', { namedPersonIds: ['c'] }))?.namedPersonIds).toEqual([
      'c',
    ]);
  });

  test('KN-A4: a widening is refused until it is confirmed', () => {
    const found = widening(level('restricted'), level('public'));
    expect(checkWidening(found, false)).toMatchObject({ ok: false, reason: 'widening_access' });
    expect(checkWidening(found, true).ok).toBe(true);
    expect(checkWidening(null, false).ok).toBe(true);
  });
});

describe('titles, parents, states', () => {
  test('KN-T1: a title says something and fits', () => {
    expect(checkTitle(' \t')).toEqual({ ok: false, reason: 'title_empty' });
    expect(checkTitle('x'.repeat(201))).toMatchObject({ ok: false, reason: 'title_too_long' });
    expect(checkTitle('x'.repeat(200)).ok).toBe(true);
  });

  test('KN-P1: no item is above itself, and the answer does not tell what is between', () => {
    expect(checkParent('a', ['b', 'a'])).toEqual({ ok: false, reason: 'parent_unfit' });
    expect(checkParent('a', ['b', 'c']).ok).toBe(true);
    const long = Array.from({ length: ANCESTORS_MAX }, (_, level) => `level-${level}`);
    expect(checkParent('a', long.slice(1)).ok).toBe(true);
    expect(checkParent('a', long)).toEqual(checkParent('a', ['b', 'a']));
  });

  test('KN-R1: a revision that is not the newest is refused', () => {
    expect(checkRevision(3, 4)).toMatchObject({ ok: false, reason: 'changed_since' });
    expect(checkRevision(4, 4).ok).toBe(true);
    expect(checkRevision(undefined, 4).ok).toBe(true);
  });

  test('KN-R2 KN-R3: If-Match takes the tag, a list with it, or a star', () => {
    const tag = etagOf(4, 17n);
    expect(checkIfMatch(tag, tag).ok).toBe(true);
    expect(checkIfMatch(`"1-1", ${tag}`, tag).ok).toBe(true);
    expect(checkIfMatch('*', tag).ok).toBe(true);
    expect(checkIfMatch(`W/${tag}`, tag).ok).toBe(false);
    expect(checkIfMatch(etagOf(4, 18n), tag)).toMatchObject({ reason: 'changed_since' });
    expect(checkIfMatch(null, tag)).toEqual({ ok: false, reason: 'if_match_missing' });
  });

  test('KN-V1 KN-V2: the next review follows the content type', () => {
    const reviewed = new Date('2026-01-01T00:00:00Z');
    const days = (due: Date) => (due.getTime() - reviewed.getTime()) / 86_400_000;
    expect(days(nextReviewDue('troubleshooting', reviewed))).toBe(30);
    expect(days(nextReviewDue('procedures', reviewed))).toBe(60);
    expect(days(nextReviewDue('architecture_docs', reviewed))).toBe(180);
    expect(days(nextReviewDue('meeting_notes', reviewed))).toBe(180);
  });

  test('KN-V10: nobody has reviewed an item by creating it', () => {
    const [createdAt, later] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
    expect(reviewedAt({ createdAt, lastReviewed: createdAt })).toBeNull();
    expect(reviewedAt({ createdAt, lastReviewed: null })).toBeNull();
    expect(reviewedAt({ createdAt, lastReviewed: later })).toBe(later);
  });
});
