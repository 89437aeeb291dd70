/** What a page that is read says of itself. */
export const FOLLOWING_WORDS = {
  changed: 'This page has just changed',
  held: 'This page has changed meanwhile.',
  show: 'Show what changed',
  away: 'No connection: what others change does not show here',
  faulty: 'Kenning cannot say just now whether this page has changed. It is asked again by itself.',
  gone: 'You can no longer open this page: it was closed to you, moved to the trash or removed. What stands here is as you last saw it.',
  loadAgain: 'Load the page again',
  signedOut: 'You are signed out: what others change does not show here.',
  signIn: 'Sign in again',
} as const;
