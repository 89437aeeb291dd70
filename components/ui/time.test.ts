import { describe, expect, it } from 'vitest';
import { dateFieldOf, dayOf, exactTime, relativeTime } from './time';

const now = new Date('2026-03-10T12:00:00Z');
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe('moments in words', () => {
  it.each([
    [0, 'just now'],
    [59, 'just now'],
    [60, '1 minute ago'],
    [3_599, '59 minutes ago'],
    [3_600, '1 hour ago'],
    [86_399, '23 hours ago'],
    [86_400, 'yesterday'],
    [5 * 86_400, '5 days ago'],
    [-3 * 86_400, 'in 3 days'],
  ])('LK-T1 %d seconds before now is “%s”', (seconds, words) => {
    expect(relativeTime(before(seconds), now)).toBe(words);
  });

  it('LK-T2 after a month the date stands, in the person’s zone', () => {
    expect(relativeTime(new Date('2026-01-31T23:30:00Z'), now, 'Europe/Madrid')).toBe('1 Feb 2026');
    expect(dayOf(new Date('2026-01-31T23:30:00Z'), 'UTC')).toBe('31 Jan 2026');
  });

  it('LK-T4 a date field holds the day that the page shows, and a day kept as its noon stays that day', () => {
    const late = new Date('2026-05-23T02:30:00Z');
    expect(dayOf(late, 'America/New_York')).toBe('22 May 2026');
    expect(dateFieldOf(late, 'America/New_York')).toBe('2026-05-22');
    expect(dateFieldOf(late, 'UTC')).toBe('2026-05-23');
    for (const zone of ['Pacific/Honolulu', 'America/New_York', 'UTC', 'Asia/Tokyo', 'Australia/Sydney']) {
      expect(dateFieldOf(new Date('2026-05-23T12:00:00Z'), zone)).toBe('2026-05-23');
    }
  });

  it('LK-T3 the exact moment names its zone, and an unknown zone falls back to UTC', () => {
    expect(exactTime(now, 'America/New_York')).toMatch(/08:00 (GMT-4|EDT)/);
    expect(exactTime(now, 'Mars/Olympus')).toContain('12:00 UTC');
  });
});
