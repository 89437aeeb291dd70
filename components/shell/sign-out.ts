import { forgetKeptOf } from '@/components/editor/kept-log';
import { askedList } from '@/components/knowledge/asked';
import { forgetAllChoices } from '@/components/knowledge/import/plan-choices';
import { recentMentions } from '@/components/knowledge/mentions/recents';
import { sayRefused } from '@/components/ui/toast';
import { recentList } from './recent';

/** Nothing of the person stays in this browser, nor what it remembers for whoever is here. */
export async function forgetHere(personId: string): Promise<void> {
  recentList.forget();
  askedList.forget();
  recentMentions.forget();
  forgetAllChoices();
  await forgetKeptOf(personId);
}

/** Ends this session, forgets what this browser kept of the person, and goes to the door. A failure is said. */
export async function signOutHere(personId: string): Promise<void> {
  try {
    const token = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
    const answer = await fetch('/api/auth/signout', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken: token.csrfToken, json: 'true', callbackUrl: '/sign-in' }),
    });
    if (!answer.ok) throw new Error(`sign-out answered ${answer.status}`);
  } catch (error) {
    return sayRefused(error);
  }
  await forgetHere(personId);
  // A whole new page: nothing of the person stays in memory.
  window.location.assign('/sign-in');
}
