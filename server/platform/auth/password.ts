import { hash, verify } from '@node-rs/argon2';

/** The parameters that OWASP's password storage page gives first for argon2id. */
export const ARGON2_MEMORY_KIB = 19_456;
export const ARGON2_PASSES = 2;
export const ARGON2_LANES = 1;
/** `Algorithm.Argon2id`: the package declares a const enum, which isolated modules cannot read. */
const ARGON2ID = 2;

const OPTIONS = {
  algorithm: ARGON2ID,
  memoryCost: ARGON2_MEMORY_KIB,
  timeCost: ARGON2_PASSES,
  parallelism: ARGON2_LANES,
};

/** Verified when the account does not exist, so that the time of an answer tells nothing. Nobody knows its password. */
export const DUMMY_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$Cy3PvrSRyjrG4Ml6Q3tbKQ$fnUS93KZxqclH0n1mH11cP8yd2k3qM1XP2sBTeUFqHY';

/** @returns the argon2id hash in PHC format, salt and parameters included */
export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/**
 * Takes the same time whether there is a hash or not.
 * @param storedHash null when the account does not exist, has no password or may not sign in
 */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(storedHash ?? DUMMY_HASH, password);
  return matches && storedHash !== null;
}
