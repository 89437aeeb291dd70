import type { Verdict } from '@/server/platform/errors.schema';
import { DAY_MS, HOUR_MS } from '@/server/platform/time.schema';

const FINE: Verdict = { ok: true };

export const PASSWORD_CHARACTERS_MIN = 10;
export const INVITATION_LIFE_MS = 14 * DAY_MS;
export const PASSWORD_RESET_LIFE_MS = 2 * HOUR_MS;
const OWN_WORD_CHARACTERS_MIN = 4;

/** PE-P1 and PE-P2: long enough, and not one's own address or name. The form and the command ask the same. */
export function passwordMayBe(password: string, own: { email: string; name: string }): Verdict {
  if ([...password].length < PASSWORD_CHARACTERS_MIN) {
    return { ok: false, reason: 'password_too_short', params: { charactersMin: PASSWORD_CHARACTERS_MIN } };
  }
  const typed = password.toLowerCase().trim();
  const ownWords = [own.email, own.email.split('@')[0] ?? '', own.name, own.name.replace(/\s+/g, '')];
  const isOwn = ownWords.some((word) => {
    const plain = word.toLowerCase().trim();
    if (plain.length < OWN_WORD_CHARACTERS_MIN || !typed.includes(plain)) return typed === plain;
    // "maria.maria" and "maria123456" say no more than the name does.
    return typed.replaceAll(plain, '').replace(/\P{L}/gu, '') === '';
  });
  if (isOwn || new Set(typed).size <= 2) return { ok: false, reason: 'password_too_plain' };
  return FINE;
}

/** PE-Z1: a time zone that the platform knows by its IANA name. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** PE-A1: an installation always keeps an active administrator. @param others active administrators besides the one */
export function mayStopAdministering(others: number): Verdict {
  return others > 0 ? FINE : { ok: false, reason: 'last_administrator' };
}

/** PE-M1: nobody is, through any number of steps, their own manager. @param above the new manager, theirs, and so on */
export function managerMayBe(personId: string, above: readonly string[]): Verdict {
  return above.includes(personId) ? { ok: false, reason: 'manager_cycle' } : FINE;
}

/** PE-L1: a level is held only together with the job role that it belongs to. */
export function levelFits(jobRoleId: string | null, level: { jobRoleId: string } | null): Verdict {
  if (level === null) return FINE;
  return level.jobRoleId === jobRoleId ? FINE : { ok: false, reason: 'level_of_another_role' };
}

/** PE-L2: a job role has at least one level, and no two with one key or one name. */
export function levelsMayBe(levels: readonly { key: string; name: string }[]): Verdict {
  if (levels.length === 0) return { ok: false, reason: 'no_levels' };
  const keys = new Set(levels.map((level) => level.key));
  const names = new Set(levels.map((level) => level.name.toLowerCase()));
  if (keys.size < levels.length) return { ok: false, reason: 'level_key_twice' };
  if (names.size < levels.length) return { ok: false, reason: 'level_name_twice' };
  return FINE;
}

/** PE-X1 and PE-X2: nobody deactivates themselves; what the person owned goes to somebody else who is active. */
export function mayDeactivate(facts: {
  actorId: string;
  personId: string;
  active: boolean;
  handOverTo: { id: string; active: boolean } | null;
}): Verdict {
  if (facts.actorId === facts.personId) return { ok: false, reason: 'deactivate_yourself' };
  if (!facts.active) return { ok: false, reason: 'already_deactivated' };
  if (!facts.handOverTo?.active || facts.handOverTo.id === facts.personId) {
    return { ok: false, reason: 'hand_over_to_nobody' };
  }
  return FINE;
}

export type InvitationFacts = { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date };

/** PE-I1: an invitation is open until it is accepted, revoked or past its time. */
export function invitationState(facts: InvitationFacts, now: Date): 'open' | 'accepted' | 'revoked' | 'expired' {
  if (facts.acceptedAt) return 'accepted';
  if (facts.revokedAt) return 'revoked';
  return facts.expiresAt <= now ? 'expired' : 'open';
}

/** PE-R1: a reset works once and for a short time. */
export function resetMayBeUsed(reset: { usedAt: Date | null; expiresAt: Date }, now: Date): boolean {
  return reset.usedAt === null && reset.expiresAt > now;
}

/** PE-D1: while demo accounts are there, whose password everybody knows, no real person is let in. */
export function mayLetRealPeopleIn(demoAccounts: number): Verdict {
  return demoAccounts === 0 ? FINE : { ok: false, reason: 'demo_accounts_present', params: { demoAccounts } };
}

/** PE-D2: the demo world stays away from real people. */
export function mayLoadDemoWorld(realPeople: number): Verdict {
  return realPeople === 0 ? FINE : { ok: false, reason: 'real_people_present', params: { realPeople } };
}

/** The levels a job role begins with: the seed's, of which the last three are senior. */
export const DEFAULT_LEVELS: readonly { key: string; name: string; senior: boolean }[] = [
  { key: 'junior_engineer', name: 'Junior engineer', senior: false },
  { key: 'engineer', name: 'Engineer', senior: false },
  { key: 'senior_engineer', name: 'Senior engineer', senior: true },
  { key: 'staff_engineer', name: 'Staff engineer', senior: true },
  { key: 'principal_engineer', name: 'Principal engineer', senior: true },
];

/** The role that an installation starts with. */
export const DEFAULT_JOB_ROLE_NAME = 'Software engineer';

const LEVEL_KEY_CHARACTERS_MAX = 60;

/** `Senior Engineer (IC)` → `senior_engineer_ic`; a name without Latin letters says only that it is a level. */
function plainLevelKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return words.slice(0, LEVEL_KEY_CHARACTERS_MAX) || 'level';
}

/** PE-L3. @returns a key from a level's name that is not taken: `engineer`, and `engineer_2` beside another */
export function levelKey(name: string, taken: Iterable<string> = []): string {
  const others = new Set(taken);
  const plain = plainLevelKey(name);
  let key = plain;
  for (let number = 2; others.has(key); number++) {
    const end = `_${number}`;
    key = plain.slice(0, LEVEL_KEY_CHARACTERS_MAX - end.length) + end;
  }
  return key;
}

/** PE-L3: a level that is new is keyed by its name; one that is there keeps its key whatever it is called. */
export function keyedLevels<Level extends { id?: string; key: string; name: string }>(
  levels: readonly Level[],
): Level[] {
  const taken = new Set(levels.flatMap((level) => (level.id ? [level.key] : [])));
  return levels.map((level) => {
    if (level.id) return level;
    const key = levelKey(level.name, taken);
    taken.add(key);
    return { ...level, key };
  });
}
