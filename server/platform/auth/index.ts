export { ACTOR_FACTS, actorFrom, loadActor, loadActorByEmail } from './actor';
export { UNKNOWN_ADDRESS } from './address';
export { bearerToken } from './api-tokens';
export { type AuthRequest, type AuthSurroundings, authenticate } from './authenticate';
export { cookiesAreSecure, sessionCookie, sessionCookieName } from './cookie';
export { buildAuthOptions, type SignInAttempt } from './next-auth';
export { isOwnOrigin, socketMayUseCookie } from './own-origin';
export { hashPassword, verifyPassword } from './password';
export { publicUrl } from './public-url';
export { hashSecret, hashSetUpCode, newApiToken, newLinkSecret, newSetUpCode, sameHash } from './secrets';
export { createSession, endSessions, holderOfSession, SESSION_LIFE_MS, type SessionEnding } from './sessions';
export {
  accountKey,
  addressKey,
  clearAttempts,
  forgetOldAttempts,
  refundAttempt,
  spendAttempt,
  type ThrottleContext,
} from './throttle';
