const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const RELATIVE_DAYS_MAX = 30;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "just now", "5 minutes ago", "yesterday", "in 3 days"; after a month the date itself. */
export function relativeTime(at: Date, now: Date, timeZone = 'UTC'): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < MINUTE_S) return 'just now';
  if (size < HOUR_S) return relative.format(Math.trunc(seconds / MINUTE_S), 'minute');
  if (size < DAY_S) return relative.format(Math.trunc(seconds / HOUR_S), 'hour');
  if (size < RELATIVE_DAYS_MAX * DAY_S) return relative.format(Math.trunc(seconds / DAY_S), 'day');
  return dayOf(at, timeZone);
}

/** "3 Mar 2026" in the person's zone. */
export function dayOf(at: Date, timeZone: string): string {
  return formatter('day', timeZone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
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
