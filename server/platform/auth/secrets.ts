import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const SECRET_BYTES = 32;
export const API_TOKEN_PREFIX = 'kng_';
export const API_TOKEN_HINT_CHARACTERS = 4;
/** The set-up code is typed by hand: 16 letters and digits that cannot be mistaken, about 79 bits. */
export const SET_UP_CODE_CHARACTERS = 16;
const SET_UP_CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const SET_UP_CODE_GROUP_CHARACTERS = 4;

export type NewSecret = { secret: string; hash: string };

/** What is stored in place of a random secret. A fast hash is enough where nobody chose the text. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A secret for a link in a mail. */
export function newLinkSecret(): NewSecret {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { secret, hash: hashSecret(secret) };
}

/** A bearer token: shown once; only its hash and its last characters are kept. */
export function newApiToken(): NewSecret & { hint: string } {
  const secret = API_TOKEN_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
  return { secret, hash: hashSecret(secret), hint: secret.slice(-API_TOKEN_HINT_CHARACTERS) };
}

/** The one-time code of the first start, in groups of four. */
export function newSetUpCode(): NewSecret {
  let code = '';
  while (code.length < SET_UP_CODE_CHARACTERS) {
    for (const byte of randomBytes(SET_UP_CODE_CHARACTERS)) {
      // Bytes past the last whole multiple are thrown away, or some letters would come more often.
      const usable = byte < Math.floor(256 / SET_UP_CODE_ALPHABET.length) * SET_UP_CODE_ALPHABET.length;
      if (usable && code.length < SET_UP_CODE_CHARACTERS)
        code += SET_UP_CODE_ALPHABET[byte % SET_UP_CODE_ALPHABET.length];
    }
  }
  const groups = code.match(new RegExp(`.{${SET_UP_CODE_GROUP_CHARACTERS}}`, 'g')) ?? [code];
  return { secret: groups.join('-'), hash: hashSetUpCode(code) };
}

/** Spaces, dashes and case do not matter when the code is typed. */
export function hashSetUpCode(typed: string): string {
  return hashSecret(typed.toUpperCase().replace(/[^0-9A-Z]/g, ''));
}

/** @returns whether two hex hashes are equal, in a time that does not depend on where they differ */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
