import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS_LIMIT } from '@/server/platform/auth/throttle.rules';
import { DAY_MS, after as later } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import type { Database, Db } from '@/server/platform/db/client';
import type { KenningError } from '@/server/platform/errors';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { listInvitations, openInvitation } from '../account.queries';
import { buildContext, buildJobRole, buildPerson, buildTeam, MAILROOM } from '../factory';
import { INVITATION_LIFE_MS } from '../rules';
import { invitePersonInput } from '../schema';
import { ENDED_KEPT_MS, tidyPeople } from '../tidy';
import { acceptInvitation } from './accept-invitation';
import { changeAccessRole } from './change-access-role';
import { deactivatePerson } from './deactivate-person';
import { invitePerson } from './invite-person';
import { resendInvitation, revokeInvitation } from './renew-invitation';

const now = new Date('2026-01-05T09:00:00Z');
const DEAD = { code: 'invalid', reason: 'link_does_not_work' };
let database: Database;
let admin: Context;

beforeAll(async () => {
  database = await testDatabase();
  admin = await buildContext(database.prisma, { accessRole: 'administrator', now });
});
afterAll(() => database.close());

const outside = (ms = 0) => ({
  db: database.prisma,
  now: later(now, ms),
  address: '192.0.2.1',
  userAgent: '',
  secret: 'installation',
});
const invite = (email: string, more: object = {}) =>
  invitePerson(admin, invitePersonInput.parse({ email, name: 'Zoë Lind', ...more }), MAILROOM);
const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? '';
const accept = (token: string, ms = 0) =>
  acceptInvitation(outside(ms), {
    token,
    name: 'Zoë L.',
    password: 'ten thousand lakes',
    timeZone: 'Europe/Stockholm',
  });

const eventsOf = async (subject: string) =>
  (await database.prisma.event.findMany({ where: { subject }, orderBy: { id: 'asc' } })).map((event) => event.type);
const deactivate = (personId: string, db: Db = database.prisma) =>
  deactivatePerson({ ...admin, db }, { personId, handOverToId: admin.actor.personId, reason: '' });
const demote = (personId: string) => changeAccessRole(admin, { personId, accessRole: 'member' });

describe('PE-I1: invitations', () => {
  test('one accepts by the mailed link and has role, level, teams and manager at once', async () => {
    const role = await buildJobRole(database.prisma, { name: 'Engineer' });
    const level = await database.prisma.jobLevel.findFirstOrThrow({
      where: { jobRoleId: role.id, key: 'senior_engineer' },
    });
    const team = await buildTeam(database.prisma);
    const manager = await buildPerson(database.prisma);
    const { invitationId, link } = await invite('Zoe@Example.com', {
      accessRole: 'leadership',
      jobRoleId: role.id,
      jobLevelId: level.id,
      managerId: manager.id,
      teamIds: [team.id, team.id],
    });
    const mail = await database.prisma.mailMessage.findFirstOrThrow({ where: { toAddress: 'zoe@example.com' } });
    expect(mail.text).toContain(link);
    const stored = await database.prisma.invitation.findUniqueOrThrow({ where: { id: invitationId } });
    expect(JSON.stringify(stored)).not.toContain(tokenOf(link));
    expect(await openInvitation(outside(), { token: tokenOf(link) })).toMatchObject({ email: 'zoe@example.com' });

    const { personId } = await accept(tokenOf(link));
    const person = await database.prisma.person.findUniqueOrThrow({
      where: { id: personId },
      include: { teams: true },
    });
    expect(person).toMatchObject({
      name: 'Zoë L.',
      accessRole: 'leadership',
      jobLevelId: level.id,
      managerId: manager.id,
      timeZone: 'Europe/Stockholm',
      teams: [{ teamId: team.id }],
    });
    await expect(accept(tokenOf(link))).rejects.toMatchObject(DEAD);
    await expect(openInvitation(outside(), { token: tokenOf(link) })).rejects.toMatchObject(DEAD);
    const types = await database.prisma.event.findMany({
      where: { subject: { in: [invitationId, personId] } },
      select: { type: true },
    });
    expect(types.map((event) => event.type)).toEqual(['people.person.invited', 'people.person.joined']);
  });

  test('unknown, expired, revoked and replaced links are one answer', async () => {
    const expired = await invite('expired@example.com');
    await expect(accept(tokenOf(expired.link), 15 * DAY_MS)).rejects.toMatchObject(DEAD);
    const revoked = await invite('revoked@example.com');
    await revokeInvitation(admin, { invitationId: revoked.invitationId });
    await revokeInvitation(admin, { invitationId: revoked.invitationId });
    await expect(accept(tokenOf(revoked.link))).rejects.toMatchObject(DEAD);
    const replaced = await invite('replaced@example.com');
    const { link } = await resendInvitation(admin, { invitationId: replaced.invitationId }, MAILROOM);
    await expect(accept(tokenOf(replaced.link))).rejects.toMatchObject(DEAD);
    await expect(accept('unknown')).rejects.toMatchObject(DEAD);
    await expect(accept(tokenOf(link))).resolves.toMatchObject({ email: 'replaced@example.com' });
    await expect(resendInvitation(admin, { invitationId: revoked.invitationId }, MAILROOM)).rejects.toMatchObject({
      reason: 'invitation_closed',
    });
  });

  test('accepted twice at once, one account comes of it', async () => {
    const { link } = await invite('twice@example.com');
    const tried = await Promise.allSettled([accept(tokenOf(link)), accept(tokenOf(link)), accept(tokenOf(link))]);
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await database.prisma.person.count({ where: { email: 'twice@example.com' } })).toBe(1);
  });

  test('an address is invited once at a time, and not when it has an account', async () => {
    const tried = await Promise.allSettled([invite('same@example.com'), invite('SAME@example.com')]);
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    await buildPerson(database.prisma, { email: 'here@example.com' });
    await expect(invite('here@example.com')).rejects.toMatchObject({ code: 'conflict', reason: 'email_taken' });
  });

  test('PE-I2: an expired invitation is not sent again beside a newer one, or to who has an account', async () => {
    const old = await invite('back@example.com');
    const later16 = { ...admin, now: later(now, 16 * DAY_MS) };
    const input = invitePersonInput.parse({ email: 'back@example.com', name: 'Zoë Lind' });
    const newer = await invitePerson(later16, input, MAILROOM);
    const again = { invitationId: old.invitationId };
    await expect(resendInvitation(later16, again, MAILROOM)).rejects.toMatchObject({ reason: 'invitation_open' });
    const listed = (await listInvitations(later16)).filter((row) => row.email === 'back@example.com');
    expect(listed.map((row) => row.id)).toEqual([newer.invitationId]);
    expect(await eventsOf(old.invitationId)).toContain('people.invitation.revoked');
    await accept(tokenOf(newer.link), 16 * DAY_MS);
    await expect(resendInvitation(later16, again, MAILROOM)).rejects.toMatchObject({ reason: 'email_taken' });
  });

  test('PE-I2: accepting closes what else was written to the address', async () => {
    const first = await invite('double@example.com');
    const { id: _, ...row } = await database.prisma.invitation.findUniqueOrThrow({ where: { id: first.invitationId } });
    const other = await database.prisma.invitation.create({ data: { ...row, tokenHash: 'another' } });
    await accept(tokenOf(first.link));
    const closed = await database.prisma.invitation.findUniqueOrThrow({ where: { id: other.id } });
    expect(closed.revokedAt).toEqual(now);
    expect(await eventsOf(other.id)).toEqual(['people.invitation.revoked']);
  });

  test('PE-I2: sent again and invited anew at once, one of them goes', async () => {
    const old = await invite('race@example.com');
    const later16 = { ...admin, now: later(now, 16 * DAY_MS) };
    const input = invitePersonInput.parse({ email: 'race@example.com', name: 'Zoë Lind' });
    const tried = await Promise.allSettled([
      resendInvitation(later16, { invitationId: old.invitationId }, MAILROOM),
      invitePerson(later16, input, MAILROOM),
      resendInvitation(later16, { invitationId: old.invitationId }, MAILROOM),
      invitePerson(later16, input, MAILROOM),
    ]);
    expect(tried.some((one) => one.status === 'fulfilled')).toBe(true);
    const open = { email: 'race@example.com', acceptedAt: null, revokedAt: null, expiresAt: { gt: later16.now } };
    expect(await database.prisma.invitation.count({ where: open })).toBe(1);
  });

  test('PE-I3: links known to whoever leaves, or administers no more, open nothing; others send them again', async () => {
    const { prisma } = database;
    for (const end of [deactivate, demote]) {
      const leaver = await buildContext(prisma, { accessRole: 'administrator', now });
      const own = invitePersonInput.parse({ email: `own-of-${end.name}@example.com`, name: 'Own' });
      const mine = await invitePerson(leaver, own, MAILROOM);
      const passedOn = await invite(`passed-on-${end.name}@example.com`);
      const sent = await resendInvitation(leaver, { invitationId: passedOn.invitationId }, MAILROOM);
      const untouched = await invite(`untouched-by-${end.name}@example.com`);
      await end(leaver.actor.personId);
      for (const { link } of [mine, sent]) await expect(accept(tokenOf(link))).rejects.toMatchObject(DEAD);
      await expect(accept(tokenOf(untouched.link))).resolves.toBeDefined();
      const event = await prisma.event.findFirstOrThrow({
        where: { type: 'people.invitation.expired', subject: leaver.actor.personId },
      });
      expect(event).toMatchObject({ actorId: admin.actor.personId });
      expect(event.data).toEqual({ invitationIds: expect.arrayContaining([mine.invitationId, passedOn.invitationId]) });
      const { link } = await resendInvitation(admin, { invitationId: mine.invitationId }, MAILROOM);
      await expect(accept(tokenOf(link))).resolves.toMatchObject({ email: own.email });
    }
  });

  test('PE-X4: nobody is invited by whoever is deactivated while they invite', async () => {
    const { prisma } = database;
    const leaver = await buildContext(prisma, { accessRole: 'administrator', now });
    const input = invitePersonInput.parse({ email: 'too-late@example.com', name: 'Late' });
    const race = await prisma.$transaction(async (tx) => {
      await deactivate(leaver.actor.personId, tx);
      const inviting = Promise.allSettled([invitePerson(leaver, input, MAILROOM)]);
      await untilOneWaits(prisma);
      // In an object, or the transaction would wait for it.
      return { inviting };
    });
    expect(await race.inviting).toMatchObject([{ status: 'rejected', reason: { code: 'unauthenticated' } }]);
    expect(await prisma.invitation.count({ where: { email: input.email } })).toBe(0);
  });

  test('PE-T5: a link that was good once is tried no more often than one that never was', async () => {
    const token = tokenOf((await invite('accepted@example.com')).link);
    const from = { ...outside(), address: '192.0.2.77' };
    const input = { token, name: 'Zoë L.', password: 'ten thousand lakes', timeZone: 'Europe/Stockholm' };
    await acceptInvitation(from, input);
    const tried: unknown[] = [];
    for (let n = 0; n <= ADDRESS_LIMIT.freeAttempts; n++)
      tried.push(await acceptInvitation(from, input).catch((error: KenningError) => error.code));
    expect(tried.at(0)).toBe('invalid');
    expect(tried.at(-1)).toBe('rate_limited');
  });

  test('PE-I2: what expired or was taken back long ago is forgotten, what was accepted is not', async () => {
    const expired = await invite('forgotten@example.com');
    const accepted = await invite('remembered@example.com');
    await accept(tokenOf(accepted.link));
    const exists = async () =>
      (
        await database.prisma.invitation.findMany({
          where: { id: { in: [expired.invitationId, accepted.invitationId] } },
        })
      ).length;
    await tidyPeople(database.prisma, later(now, INVITATION_LIFE_MS + ENDED_KEPT_MS));
    expect(await exists()).toBe(2);
    await tidyPeople(database.prisma, later(now, INVITATION_LIFE_MS + ENDED_KEPT_MS + 1));
    expect(await exists()).toBe(1);
  });

  test('a level of another role, and teams, roles and managers that are not there, are refused', async () => {
    const role = await buildJobRole(database.prisma);
    const other = await buildJobRole(database.prisma);
    const level = await database.prisma.jobLevel.findFirstOrThrow({ where: { jobRoleId: other.id } });
    const left = await buildPerson(database.prisma, { left: true });
    const wrong = [
      [{ jobRoleId: role.id, jobLevelId: level.id }, 'level_of_another_role'],
      [{ jobRoleId: 'none' }, 'no_such_job_role'],
      [{ managerId: left.id }, 'no_such_manager'],
      [{ teamIds: ['none'] }, 'no_such_team'],
    ] as const;
    for (const [place, reason] of wrong)
      await expect(invite('wrong@example.com', place)).rejects.toMatchObject({ reason });
    expect(await database.prisma.invitation.count({ where: { email: 'wrong@example.com' } })).toBe(0);
  });

  test('what has gone since the invitation is left out', async () => {
    const team = await buildTeam(database.prisma);
    const manager = await buildPerson(database.prisma);
    const { link } = await invite('later@example.com', { managerId: manager.id, teamIds: [team.id] });
    await database.prisma.team.delete({ where: { id: team.id } });
    await database.prisma.deactivation.create({ data: { personId: manager.id, at: now } });
    const { personId } = await accept(tokenOf(link));
    const person = await database.prisma.person.findUniqueOrThrow({
      where: { id: personId },
      include: { teams: true },
    });
    expect(person).toMatchObject({ managerId: null, teams: [] });
  });

  test('PE-V4: only administrators invite, see invitations and take them back', async () => {
    const member = await buildContext(database.prisma, { accessRole: 'leadership', now });
    const input = invitePersonInput.parse({ email: 'no@example.com', name: 'No' });
    await expect(invitePerson(member, input, MAILROOM)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listInvitations(member)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(revokeInvitation(member, { invitationId: 'any' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await listInvitations(admin)).every((row) => row.state === 'open' || row.state === 'expired')).toBe(true);
  });
});
