import { z } from 'zod';
import { AccessRole } from '@/prisma/generated/enums';
import { cursor, id, timestamp } from '@/server/platform/scalars.schema';

/** What leaves by REST, written down for the OpenAPI document; screens get the same records. */

/** Somebody named by a record. `left` marks who is no longer with the company. */
export const personRef = z.object({ id, name: z.string(), left: z.boolean() }).meta({ id: 'PersonRef' });
export type PersonRef = z.infer<typeof personRef>;

const named = z.object({ id, name: z.string() });
export type TeamName = z.infer<typeof named>;

export const jobLevelRecord = z.object({ id, key: z.string(), name: z.string(), senior: z.boolean() });

export const personRow = z
  .object({
    id,
    name: z.string(),
    left: z.boolean(),
    /** Null unless it is the reader's own, or the reader is an administrator. */
    email: z.string().nullable(),
    accessRole: z.enum(AccessRole),
    jobRole: named.nullable(),
    jobLevel: jobLevelRecord.nullable(),
    teams: z.array(named),
    manager: personRef.nullable(),
  })
  .meta({ id: 'Person' });
export type PersonRow = z.infer<typeof personRow>;

export const peoplePage = z.object({
  people: z.array(personRow),
  total: z.number().int(),
  nextCursor: cursor.nullable(),
});
export type PeoplePage = z.infer<typeof peoplePage>;

export const personRecord = personRow.extend({
  timeZone: z.string(),
  since: timestamp,
  reports: z.array(personRef),
  deactivation: z
    .object({
      at: timestamp,
      by: personRef.nullable(),
      handedOverTo: personRef.nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
  can: z.record(z.string(), z.boolean()),
});
export type PersonRecord = z.infer<typeof personRecord>;

export const teamRecord = z
  .object({ id, name: z.string(), description: z.string(), members: z.array(personRef) })
  .meta({ id: 'Team' });
export const teamList = z.object({
  teams: z.array(teamRecord),
  nextCursor: cursor.nullable(),
  can: z.object({ manage: z.boolean() }),
});
export type TeamList = z.infer<typeof teamList>;

export const jobRoleRecord = z
  .object({
    id,
    name: z.string(),
    revision: z.number().int(),
    levels: z.array(jobLevelRecord.extend({ people: z.number().int() })),
    people: z.number().int(),
  })
  .meta({ id: 'JobRole' });
export const jobRoleList = z.object({ jobRoles: z.array(jobRoleRecord), can: z.object({ manage: z.boolean() }) });
export type JobRoleList = z.infer<typeof jobRoleList>;

export const me = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    timeZone: z.string(),
    accessRole: z.enum(AccessRole),
    can: z.object({ invite: z.boolean(), operate: z.boolean() }),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;
