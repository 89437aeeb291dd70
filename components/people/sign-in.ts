import { waitWords } from './labels';

const WRONG_PAIR = 'CredentialsSignin';

/** Asks next-auth for a session. @returns null when one is signed in, else why not, in words */
export async function signInHere(email: string, password: string): Promise<string | null> {
  try {
    const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
    const answer = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken, email, password, json: 'true', callbackUrl: '/' }),
    });
    const { url } = (await answer.json()) as { url: string };
    return refusal(new URL(url, window.location.origin).searchParams.get('error'));
  } catch {
    return 'The server cannot be reached. What you typed stays here; try again when you are connected.';
  }
}

/** One sentence whatever was wrong with the pair, so that it tells nobody who has an account. */
function refusal(error: string | null): string | null {
  if (error === null) return null;
  if (error === WRONG_PAIR) return 'Address and password do not go together. Check both, or ask for a new password.';
  const [reason, seconds] = error.split(':');
  if (reason === 'too_many_attempts')
    return `That was too often in a short time. Try again ${waitWords(Number(seconds))}.`;
  return 'Something went wrong on our side. You are not signed in; try again.';
}
