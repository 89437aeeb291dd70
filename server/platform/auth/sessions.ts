import type { Actor } from '../access';
import { after, DAY_MS, MINUTE_MS, SECOND_MS } from '../clock';
import type { Db, Tx } from '../db/client';
import { ACTOR_FACTS, actorFrom } from './actor';

export const SESSION_LIFE_MS = 30 * DAY_MS;
export const SESSION_LIFE_SECONDS = SESSION_LIFE_MS / SECOND_MS;
/** Being seen is written down at most this often, so that reading a page does not write a row. */
export const SEEN_EVERY_MS = 5 * MINUTE_MS;
const USER_AGENT_CHARACTERS_MAX = 300;
const ADDRESS_CHARACTERS_MAX = 64;

export type SessionEnding = 'signed_out' | 'ended_by_person' | 'password_changed' | 'deactivated';

export type NewSession = { personId: string; address: string; userAgent: string; now: Date };

/** @returns the session's id, which is all that the cookie carries */
export async function createSession(tx: Tx, input: NewSession): Promise<string> {
  const row = await tx.session.create({
    data: {
      personId: input.personId,
      createdAt: input.now,
      lastSeenAt: input.now,
      expiresAt: after(input.now, SESSION_LIFE_MS),
      address: input.address.slice(0, ADDRESS_CHARACTERS_MAX),
      userAgent: input.userAgent.slice(0, USER_AGENT_CHARACTERS_MAX),
    },
    select: { id: true },
  });
  return row.id;
}

/** @returns who holds the session, or null when it has ended, has expired, or its person has left */
export async function actorOfSession(db: Db, sessionId: string, now: Date): Promise<Actor | null> {
  const row = await db.session.findUnique({
    where: { id: sessionId },
    select: { endedAt: true, expiresAt: true, lastSeenAt: true, person: { select: ACTOR_FACTS } },
  });
  if (!row || row.endedAt || row.expiresAt <= now) return null;
  const actor = actorFrom(row.person, { kind: 'session', sessionId });
  if (actor && now.getTime() - row.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await db.session.updateMany({
      where: { id: sessionId, endedAt: null, lastSeenAt: row.lastSeenAt },
      data: { lastSeenAt: now },
    });
  }
  return actor;
}

/** @returns whose session that was, where it was ended before its time */
export async function personOfEndedSession(db: Db, sessionId: string): Promise<string | null> {
  const row = await db.session.findUnique({ where: { id: sessionId }, select: { personId: true, endedAt: true } });
  return row?.endedAt ? row.personId : null;
}

/** @returns name and address of who holds the session, or null when it has ended */
export async function holderOfSession(
  db: Db,
  sessionId: string,
  now: Date,
): Promise<{ name: string; email: string } | null> {
  const actor = await actorOfSession(db, sessionId, now);
  return actor && db.person.findUnique({ where: { id: actor.personId }, select: { name: true, email: true } });
}

export type EndSessions = {
  personId: string;
  reason: SessionEnding;
  now: Date;
  /** Only this one; all of the person's when absent. */
  sessionId?: string;
  /** All but this one. */
  exceptId?: string;
};

/** @returns the ids of the sessions that were open and have ended now */
export async function endSessions(tx: Tx, input: EndSessions): Promise<string[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: {
      personId: input.personId,
      endedAt: null,
      ...(input.sessionId ? { id: input.sessionId } : {}),
      ...(input.exceptId ? { NOT: { id: input.exceptId } } : {}),
    },
    data: { endedAt: input.now, endedReason: input.reason },
    select: { id: true },
  });
  return ended.map((row) => row.id);
}
