export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** @returns the moment `ms` milliseconds after `from` */
export function after(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
