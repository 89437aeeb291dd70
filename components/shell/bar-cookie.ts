/** Remembers in the browser whether the left bar is open; the layout reads it for the first paint. */
export const BAR_COOKIE = 'kenning-bar';
export const BAR_COOKIE_SECONDS = 31_536_000;
