import { describe, expect, it } from 'vitest';
import {
  clockTime,
  dateFieldOf,
  dayOf,
  daysUntil,
  exactTime,
  KEPT_ZONE,
  keptDay,
  longDay,
  relativeDay,
  relativeTime,
} from './time';

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

  it('LK-T4 a date field holds the day of the zone', () => {
    const late = new Date('2026-05-23T02:30:00Z');
    expect(dayOf(late, 'America/New_York')).toBe('22 May 2026');
    expect(dateFieldOf(late, 'America/New_York')).toBe('2026-05-22');
    expect(dateFieldOf(late, 'UTC')).toBe('2026-05-23');
  });

  it('LK-T6 a day and an hour stand in the person’s zone', () => {
    const late = new Date('2026-05-23T02:30:00Z');
    expect(longDay(late, 'America/New_York')).toBe('Friday, 22 May 2026');
    expect(clockTime(late, 'America/New_York')).toBe('22:30');
  });

  it('LK-T5 from a day on the calendar of the zone counts', () => {
    const monday = new Date('2026-03-09T10:00:00Z');
    expect(relativeTime(monday, new Date('2026-03-11T09:00:00Z'), 'UTC')).toBe('2 days ago');
    expect(relativeTime(new Date('2026-03-11T09:00:00Z'), monday, 'UTC')).toBe('in 2 days');
    // 25 hours apart, from late in one evening of Auckland to after the next midnight but one.
    const [evening, midnight] = [new Date('2026-03-09T10:30:00Z'), new Date('2026-03-10T11:30:00Z')];
    expect(relativeTime(evening, midnight, 'Pacific/Auckland')).toBe('2 days ago');
    expect(relativeTime(evening, midnight, 'UTC')).toBe('yesterday');
    // 24 hours and a half of one day, on which the clocks are set back.
    const [first, last] = [new Date('2026-10-24T22:10:00Z'), new Date('2026-10-25T22:40:00Z')];
    expect(relativeTime(first, last, 'Europe/Madrid')).toBe('yesterday');
  });

  it('LK-T3 the exact moment names its zone, and an unknown zone falls back to UTC', () => {
    expect(exactTime(now, 'America/New_York')).toMatch(/08:00 (GMT-4|EDT)/);
    expect(exactTime(now, 'Mars/Olympus')).toContain('12:00 UTC');
  });
});

describe('days without an hour', () => {
  const day = keptDay('2026-05-23');

  it.each(['Pacific/Pago_Pago', 'America/New_York', 'UTC', 'Asia/Tokyo', 'Pacific/Auckland', 'Pacific/Kiritimati'])(
    'LK-T6 a review day is the same day in %s, and today there from midnight to midnight',
    (zone) => {
      expect(dateFieldOf(day, KEPT_ZONE)).toBe('2026-05-23');
      const hours = Array.from({ length: 96 }, (_, hour) => new Date(Date.UTC(2026, 4, 21, hour)));
      for (const now of hours) {
        const today = dateFieldOf(now, zone);
        expect(daysUntil(day, now, zone)).toBe(23 - Number(today.slice(-2)));
        if (today === '2026-05-23') expect(relativeDay(day, now, zone)).toBe('today');
        if (today === '2026-05-22') expect(relativeDay(day, now, zone)).toBe('tomorrow');
        if (today === '2026-05-24') expect(relativeDay(day, now, zone)).toBe('yesterday');
      }
    },
  );

  it('LK-T7 beyond a month the date stands', () => {
    expect(relativeDay(day, now, 'Pacific/Kiritimati')).toBe('23 May 2026');
  });
});
