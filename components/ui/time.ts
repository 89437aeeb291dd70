const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const RELATIVE_DAYS_MAX = 30;
/** The zone in which a kept day is read. */
export const KEPT_ZONE = 'UTC';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "just now", "5 minutes ago"; from a day on by the calendar of the zone, "2 days ago"; after a month the date itself. */
export function relativeTime(at: Date, now: Date, timeZone = 'UTC'): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < MINUTE_S) return 'just now';
  if (size < HOUR_S) return relative.format(Math.trunc(seconds / MINUTE_S), 'minute');
  if (size < DAY_S) return relative.format(Math.trunc(seconds / HOUR_S), 'hour');
  const days = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  // Where clocks are set back a day has 25 hours.
  if (Math.abs(days) < RELATIVE_DAYS_MAX) return relative.format(days || Math.sign(seconds), 'day');
  return dayOf(at, timeZone);
}

/** A day without an hour is kept as its noon in UTC, and is the same day for everybody. @param field "2026-03-03" */
export const keptDay = (field: string): Date => new Date(`${field}T12:00:00.000Z`);

/** How many days from today, in the person's zone, until a kept day: 0 today, -1 yesterday. */
export function daysUntil(day: Date, now: Date, timeZone: string): number {
  return dayNumber(day, KEPT_ZONE) - dayNumber(now, timeZone);
}

/** "today", "tomorrow", "5 days ago"; beyond a month the date itself. */
export function relativeDay(day: Date, now: Date, timeZone: string): string {
  const days = daysUntil(day, now, timeZone);
  return Math.abs(days) < RELATIVE_DAYS_MAX ? relative.format(days, 'day') : dayOf(day, KEPT_ZONE);
}

const dayNumber = (at: Date, timeZone: string): number => Date.parse(dateFieldOf(at, timeZone)) / (DAY_S * 1000);

/** "3 Mar 2026" in the person's zone. */
export function dayOf(at: Date, timeZone: string): string {
  return formatter('day', timeZone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** "Tuesday, 3 March 2026" in the person's zone. */
export function longDay(at: Date, timeZone: string): string {
  const shape = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return formatter('long day', timeZone, shape).format(at);
}

/** "14:05" in the person's zone. */
export function clockTime(at: Date, timeZone: string): string {
  return formatter('clock', timeZone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** "14:05:09" in the person's zone, for what a minute does not tell apart. */
export function clockTimeToSecond(at: Date, timeZone: string): string {
  return formatter('seconds', timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** "2026-03-03": the same day as a date field holds it. */
export function dateFieldOf(at: Date, timeZone: string): string {
  const parts = formatter('field', timeZone, { day: '2-digit', month: '2-digit', year: 'numeric' }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** "Tuesday, 3 March 2026 at 14:05 CET": the exact moment in the person's zone. */
export function exactTime(at: Date, timeZone: string): string {
  return formatter('exact', timeZone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are costly to make: one for a shape and a zone. An unknown zone must not take the page down: UTC. */
function formatter(shape: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${shape} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  } catch {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
  formatters.set(key, made);
  return made;
}
