export const MAIL_SUBJECT_CHARACTERS_MAX = 200;
const MAIL_ADDRESS_CHARACTERS_MAX = 254;
const MAIL_ADDRESS = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/u;

/** Whether a text is one plain address, with nothing in it that a mail header could take for more. */
export function isMailAddress(text: string): boolean {
  return text.length <= MAIL_ADDRESS_CHARACTERS_MAX && MAIL_ADDRESS.test(text) && !/\p{C}/u.test(text);
}

/** A text as it may stand in a header: one line, no controls, not longer than a subject may be. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return [...line].slice(0, MAIL_SUBJECT_CHARACTERS_MAX).join('');
}
