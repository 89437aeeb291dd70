import type { ErrorParams, PublicError } from '@/server/platform/errors.schema';

type Sentence = string | ((params: ErrorParams) => string);

/** Reasons in words, by `code/reason`, or by the reason alone where it means one thing. Domains add theirs with `addErrorLabels`. */
const SENTENCES: Record<string, Sentence> = {
  token_scope: 'This token may not do that. It needs the scope “write”.',
  foreign_origin: 'This was sent from another site’s page, so it was not done.',
  input: 'Something in the form is not as it should be.',
  not_json: 'The server could not read what was sent.',
  image_type:
    'This file cannot be shown in a page as an image, so it was not added. PNG, JPEG, GIF, WebP and AVIF can.',
  text_locked: (params) =>
    `The text was locked while “${params.name}” was on its way, so it is not in the text. Add it again when you can write.`,
  unknown_parameter: (params) => `The address asks for what is not known here: ${[params.names].flat().join(', ')}.`,
  busy: 'Too much long work is under way just now; nothing was changed. Try again in a minute.',
  took_too_long: 'This took too long and was given up; nothing was changed. Try again, or with a shorter text.',
  took_too_much: 'This took too much memory and was given up; nothing was changed. Try again with a shorter text.',
  unstorable: 'It holds a character or a date that cannot be kept.',
  offline: 'The server cannot be reached. What you typed stays here; try again when you are connected.',
};

/** When the reason has no sentence of its own. */
const BY_CODE: Record<PublicError['code'], string> = {
  unauthenticated: 'You are signed out. Sign in again; what you typed stays here.',
  forbidden: 'You may not do that here.',
  not_found: 'There is nothing here, or nothing that you may see.',
  invalid: 'That was not accepted as it is.',
  conflict:
    'Somebody else changed this in the meantime. What you typed is not sent: copy it before you load the page again.',
  precondition_failed:
    'This changed since you opened it. What you typed is not sent: copy it before you load the page again.',
  too_large: 'That is larger than what is taken here.',
  rate_limited: 'That was too often in a short time. Wait a minute and try again.',
  unavailable: 'This part is not available at the moment. Try again in a minute.',
  internal: 'Something went wrong on our side. Nothing was changed.',
};

/** When the server answered something else than one of its errors: what it did is not known here. */
const UNREADABLE = 'The server’s answer could not be read. Look whether it was done before you try again.';

/** A domain's `labels.ts` adds the sentences of its own reasons, once, when it is loaded. */
export function addErrorLabels(sentences: Record<string, Sentence>): void {
  Object.assign(SENTENCES, sentences);
}

/** What the server said of an error, wherever tRPC or fetch put it; null when the server said nothing. */
export function publicErrorOf(error: unknown): PublicError | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && 'reason' in error && 'reference' in error) return error as PublicError;
  const data = 'data' in error ? error.data : undefined;
  if (typeof data === 'object' && data !== null && 'kenning' in data) return publicErrorOf(data.kenning);
  return 'error' in error ? publicErrorOf(error.error) : null;
}

/** Was the server not reached at all? */
function isOffline(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return /failed to fetch|networkerror|load failed|fetch failed/i.test(message);
}

/** One sentence for a person. A fault of ours carries its reference number. */
export function errorMessage(error: unknown): string {
  const known = publicErrorOf(error);
  if (!known) return isOffline(error) ? String(SENTENCES.offline) : UNREADABLE;
  const sentence = SENTENCES[`${known.code}/${known.reason}`] ?? SENTENCES[known.reason] ?? BY_CODE[known.code];
  const words = typeof sentence === 'function' ? sentence(known.params) : sentence;
  return known.code === 'internal' && known.reference ? `${words} Reference ${known.reference}.` : words;
}
