import { forgetRecent } from './recent';

/** Ends this session, forgets what this browser remembered of the person, and goes to the door. */
export async function signOutHere(): Promise<void> {
  forgetRecent();
  const token = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  await fetch('/api/auth/signout', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken: token.csrfToken, json: 'true', callbackUrl: '/sign-in' }),
  });
  // A whole new page: nothing of the person stays in memory.
  window.location.assign('/sign-in');
}
