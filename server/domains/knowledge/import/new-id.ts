import { randomBytes } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SIGNS = `${LETTERS}0123456789`;
const ID_CHARS = 24;

/** An id as the database makes them: 24 small letters and digits, a letter first. About 124 bits of chance. */
export function newId(): string {
  const bytes = randomBytes(ID_CHARS);
  return Array.from(bytes, (byte, at) => (at === 0 ? LETTERS[byte % LETTERS.length] : SIGNS[byte % SIGNS.length])).join(
    '',
  );
}
