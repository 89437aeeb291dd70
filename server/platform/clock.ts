export { after, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.schema';

/** Time is an argument everywhere below the doors; the doors take it from here. */
export type Clock = () => Date;

/** The machine's own time: for the doors. */
export const systemClock: Clock = () => new Date();
