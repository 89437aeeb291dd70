import { expect, test } from 'vitest';
import type { ContributorOutput, SessionOutput } from '@/server/domains/knowledge/history/history.schema';
import { countsLabel, countsOf, daysOf, lengthLabel, namesLabel, spanLabel, versionLabel } from './labels';

const by = (name: string, added: number | null = 0, removed: number | null = 0): ContributorOutput => ({
  person: { id: name.toLowerCase(), name },
  nobody: null,
  firstAt: new Date(0),
  lastAt: new Date(0),
  charsAdded: added,
  charsRemoved: removed,
});
const session = (name: string, from: string, to = from): SessionOutput => ({
  session: name,
  startedAt: new Date(from),
  endedAt: new Date(to),
  goesOn: false,
  isLast: false,
  restored: null,
  versions: 1,
  contributors: [],
});

test('CO-V22: sessions stand below the day on which they ended where the person is', () => {
  const sessions = [
    session('3', '2026-03-03T23:30:00Z'),
    session('2', '2026-03-03T09:00:00Z'),
    session('1', '2026-03-02T22:30:00Z', '2026-03-02T23:30:00Z'),
  ];
  const days = (zone: string) =>
    daysOf(sessions, zone).map(({ title, sessions: own }) => `${title}: ${own.map((one) => one.session)}`);
  expect(days('UTC')).toEqual(['Tuesday, 3 March 2026: 3,2', 'Monday, 2 March 2026: 1']);
  expect(days('Europe/Madrid')).toEqual(['Wednesday, 4 March 2026: 3', 'Tuesday, 3 March 2026: 2,1']);
});

test('CO-V22: a session says from when to when and how long; one that was over in a moment says when', () => {
  const long = session('1', '2026-03-02T09:00:00Z', '2026-03-02T10:05:00Z');
  expect([spanLabel(long, 'UTC'), lengthLabel(long)]).toEqual(['09:00–10:05', '1 hour 5 minutes']);
  const short = session('1', '2026-03-02T09:00:00Z', '2026-03-02T09:00:20Z');
  expect([spanLabel(short, 'UTC'), lengthLabel(short)]).toEqual(['09:00', null]);
  const night = session('1', '2026-03-02T23:50:00Z', '2026-03-03T00:10:00Z');
  expect(spanLabel(night, 'UTC')).toBe('Monday, 2 March 2026 23:50 – 00:10');
});

test('CO-V22: who wrote is told by name, of many the first and how many more; who has no name as what they were', () => {
  expect(namesLabel([by('Ana')])).toBe('Ana');
  expect(namesLabel([by('Ana'), by('Bo'), by('Cy')])).toBe('Ana, Bo and Cy');
  expect(namesLabel(['Ana', 'Bo', 'Cy', 'Di'].map((name) => by(name)))).toBe('Ana, Bo, Cy and Di');
  expect(namesLabel(['Ana', 'Bo', 'Cy', 'Di', 'Ed'].map((name) => by(name)))).toBe('Ana, Bo, Cy and 2 others');
  const nobody = [
    { ...by('x'), person: null, nobody: 'gone' as const },
    { ...by('x'), person: null, nobody: 'product' as const },
  ];
  expect(namesLabel(nobody)).toBe('Somebody who is gone and Kenning');
});

test('CO-V22: how much was written is told when all of it is counted, never as nothing before', () => {
  expect(countsOf([by('Ana', 1_200, 30), by('Bo', 4, 5)])).toEqual({ added: 1_204, removed: 35 });
  expect(countsOf([by('Ana', 1_200, 30), by('Bo', null, null)])).toBeNull();
  expect(countsLabel({ added: 1_204, removed: 35 })).toEqual({
    short: '+1,204 −35 characters',
    words: '1,204 characters added, 35 characters removed',
  });
  expect(countsLabel({ added: 0, removed: 35 })).toEqual({ short: '−35 characters', words: '35 characters removed' });
  expect(countsLabel({ added: 1, removed: 0 })).toEqual({ short: '+1 character', words: '1 character added' });
  expect(countsLabel({ added: 0, removed: 0 })).toEqual({ short: '', words: '' });
});

test('CO-V56: a version says when it was, and on which day where its session ended on another', () => {
  const night = session('1', '2026-03-02T23:50:00Z', '2026-03-03T00:10:00Z');
  expect(versionLabel({ endedAt: new Date('2026-03-03T00:04:00Z') }, night, 'UTC', [])).toBe('Version at 00:04');
  expect(versionLabel({ endedAt: new Date('2026-03-02T23:54:00Z') }, night, 'UTC', [])).toBe(
    'Version of Monday, 2 March 2026 at 23:54',
  );
});

test('CO-V65: versions of the same minute are told apart by their seconds, others are not told so closely', () => {
  const one = session('1', '2026-03-02T15:00:00Z', '2026-03-02T15:30:00Z');
  const among = ['15:09:07', '15:09:41', '15:10:02'].map((at) => ({ endedAt: new Date(`2026-03-02T${at}Z`) }));
  expect(among.map((version) => versionLabel(version, one, 'UTC', among))).toEqual([
    'Version at 15:09:07',
    'Version at 15:09:41',
    'Version at 15:10',
  ]);
});
