import type { Verdict } from '@/server/platform/errors.schema';
import { readableId } from '@/server/platform/slug.rules';
import { DAY_MS } from '@/server/platform/time.schema';
import { TITLE_CHARACTERS_MAX } from './limits.schema';
import type { AccessInput, AccessLevel, ContentType } from './schema';

const FINE: Verdict = { ok: true };

/** Who may read, besides author and maintainers. */
export type Access = {
  accessLevel: AccessLevel;
  teamIds: readonly string[];
  jobRoleIds: readonly string[];
  namedPersonIds: readonly string[];
};

/** Whom a change of access lets in who was not let in before. */
export type Widening = {
  everyone: boolean;
  seniors: boolean;
  teamIds: string[];
  jobRoleIds: string[];
  namedPersonIds: string[];
};

const without = (all: readonly string[], known: readonly string[]): string[] => all.filter((id) => !known.includes(id));

/**
 * KN-A1: keeps only what counts at a level. Teams count at `team`, job roles at `role`, and named people at every
 * level except `public`, where everybody reads anyway.
 */
export function normalAccess(access: Access): AccessInput {
  return {
    accessLevel: access.accessLevel,
    teamIds: access.accessLevel === 'team' ? [...new Set(access.teamIds)] : [],
    jobRoleIds: access.accessLevel === 'role' ? [...new Set(access.jobRoleIds)] : [],
    namedPersonIds: access.accessLevel === 'public' ? [] : [...new Set(access.namedPersonIds)],
  };
}

/**
 * KN-A2: the level `team` names at least one team, the level `role` at least one job role.
 * KN-A6: nobody is named whom the level passes over: who names a team means that nobody else may read.
 */
export function checkAudience(access: Access): Verdict {
  const { accessLevel, teamIds, jobRoleIds, namedPersonIds } = access;
  if (accessLevel === 'team' && teamIds.length === 0) return { ok: false, reason: 'team_missing' };
  if (accessLevel === 'role' && jobRoleIds.length === 0) return { ok: false, reason: 'job_role_missing' };
  const counted = normalAccess(access);
  const passedOver = [
    ...without(teamIds, counted.teamIds),
    ...without(jobRoleIds, counted.jobRoleIds),
    ...without(namedPersonIds, counted.namedPersonIds),
  ];
  return passedOver.length === 0
    ? FINE
    : { ok: false, reason: 'audience_without_level', params: { accessLevel, ids: passedOver } };
}

/**
 * KN-A3: whom a change lets in. The levels have no order (a team is neither more nor less than the seniors), so what
 * counts is every group and person that the new access names and the old one did not, even where the people happen
 * to be the same today. From public nothing widens.
 * @returns null when nobody new may read
 */
export function widening(from: Access, to: Access): Widening | null {
  if (from.accessLevel === 'public') return null;
  const before = normalAccess(from);
  const next = normalAccess(to);
  const found: Widening = {
    everyone: next.accessLevel === 'public',
    seniors: next.accessLevel === 'confidential' && before.accessLevel !== 'confidential',
    teamIds: without(next.teamIds, before.teamIds),
    jobRoleIds: without(next.jobRoleIds, before.jobRoleIds),
    namedPersonIds: without(next.namedPersonIds, before.namedPersonIds),
  };
  const groups = found.teamIds.length + found.jobRoleIds.length + found.namedPersonIds.length;
  return found.everyone || found.seniors || groups > 0 ? found : null;
}

/** KN-A4: letting somebody new in asks first. */
export function checkWidening(found: Widening | null, confirmed: boolean): Verdict {
  if (found === null || confirmed) return FINE;
  return { ok: false, reason: 'widening_access', params: { ...found } };
}

/** KN-A5: an item keeps at least one maintainer who is still here. */
export function checkMaintainers(maintainerIds: readonly string[]): Verdict {
  return maintainerIds.length > 0 ? FINE : { ok: false, reason: 'maintainer_missing' };
}

/** KN-T1: a title is one line that says something. */
export function checkTitle(title: string): Verdict {
  const trimmed = title.trim();
  if (trimmed === '') return { ok: false, reason: 'title_empty' };
  if (trimmed.length > TITLE_CHARACTERS_MAX) {
    return { ok: false, reason: 'title_too_long', params: { most: TITLE_CHARACTERS_MAX } };
  }
  return FINE;
}

/** A chain of parents longer than this is refused rather than walked. */
export const ANCESTORS_MAX = 50;

/**
 * KN-P1: an item is not its own ancestor, and its ancestors can be told. Who asks may not read all of the chain, so one
 * answer serves whatever is wrong with it.
 * @param ancestorIds of the new parent, itself included, up to ANCESTORS_MAX of them
 */
export function checkParent(itemId: string, ancestorIds: readonly string[]): Verdict {
  const isFine = ancestorIds.length < ANCESTORS_MAX && !ancestorIds.includes(itemId);
  return isFine ? FINE : { ok: false, reason: 'parent_unfit' };
}

/** KN-R1: what was seen is what is there. */
export function checkRevision(seen: number | undefined, actual: number): Verdict {
  if (seen === undefined || seen === actual) return FINE;
  return { ok: false, reason: 'changed_since', params: { seen, actual } };
}

/** KN-R2: the tag of an item's state: its row's revision and its document's last update. */
export function etagOf(revision: number, seq: bigint): string {
  return `"${revision}-${seq}"`;
}

/**
 * KN-R3: an If-Match header names the state that is changed, or `*` for any. Weak tags never match, as HTTP says.
 */
export function checkIfMatch(header: string | null, etag: string): Verdict {
  if (header === null || header.trim() === '') return { ok: false, reason: 'if_match_missing' };
  const named = header.split(',').map((part) => part.trim());
  if (named.includes('*') || named.includes(etag)) return FINE;
  return { ok: false, reason: 'changed_since', params: { etag } };
}

const DAYS_UNTIL_REVIEW: Partial<Record<ContentType, number>> = {
  api_documentation: 90,
  architecture_docs: 180,
  code_guidelines: 90,
  procedures: 60,
  training_materials: 120,
  troubleshooting: 30,
  best_practices: 90,
};
export const DAYS_UNTIL_REVIEW_DEFAULT = 180;

/** KN-V1: days from one review of a type of content to the next. */
export function daysUntilReview(contentType: ContentType): number {
  return DAYS_UNTIL_REVIEW[contentType] ?? DAYS_UNTIL_REVIEW_DEFAULT;
}

/** KN-V2: when an item that was looked through at `reviewed` is due again. */
export function nextReviewDue(contentType: ContentType, reviewed: Date): Date {
  return new Date(reviewed.getTime() + daysUntilReview(contentType) * DAY_MS);
}

/**
 * KN-V10: when an item was reviewed last; null while nobody has. Its record counts from its creation until then, as the
 * first review is due from there.
 */
export function reviewedAt({ createdAt, lastReviewed }: { createdAt: Date; lastReviewed: Date | null }): Date | null {
  return lastReviewed !== null && lastReviewed > createdAt ? lastReviewed : null;
}

/** The address of an item. */
export const itemPath = ({ id, title }: { id: string; title: string }): string =>
  `/library/${readableId({ id, words: title })}`;

/** KN-L4: the address of an attachment; only the id counts, the name is for who saves it. */
export function attachmentPath(attachment: { id: string; name: string }): string {
  return `/files/${attachment.id}/${encodeURIComponent(attachment.name)}`;
}

/** KN-S1: what may be in the trash: anything that is not there yet. */
export function checkTrashing(alreadyTrashed: boolean): Verdict {
  return alreadyTrashed ? { ok: false, reason: 'already_trashed' } : FINE;
}

/** KN-S2: what may come out of the trash: what is in it. */
export function checkRestoring(trashed: boolean): Verdict {
  return trashed ? FINE : { ok: false, reason: 'not_trashed' };
}
