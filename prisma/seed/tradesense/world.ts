import type { Actor } from '@/server/platform/access';
import { loadActor } from '@/server/platform/auth';
import { after, DAY_MS, HOUR_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import type { Tx } from '@/server/platform/db/client';

/** Something that happens at its moment in the past. */
export type Step = { at: Date; run: () => Promise<unknown> };

/** The world as far as it is told: who and what there is by now, by the names that the data give them. */
export class World {
  readonly people = new Map<string, string>();
  readonly teams = new Map<string, string>();
  readonly jobs = new Map<string, { jobRoleId: string; jobLevelId: string }>();
  readonly jobRoles = new Map<string, string>();
  readonly items = new Map<string, { id: string; title: string; isPublic: boolean }>();
  readonly tx: Tx;
  private readonly now: Date;
  private readonly actors = new Map<string, Actor>();

  /** @param now when it is loaded: the end of its past */
  constructor(tx: Tx, now: Date) {
    this.tx = tx;
    this.now = now;
  }

  /** Somebody of the world at this moment. */
  async as(mailbox: string, now: Date): Promise<Context> {
    const known = this.actors.get(mailbox);
    const actor = known ?? (await loadActor(this.tx, idFrom(this.people, mailbox), { kind: 'command_line' }));
    if (!actor) throw new Error(`${mailbox} has left before ${now.toISOString()}.`);
    this.actors.set(mailbox, actor);
    return { actor, db: this.tx, now };
  }

  /** Somebody has come, gone or taken another place: what was known of people is asked anew. */
  peopleChanged(): void {
    this.actors.clear();
  }

  hoursAgo(hours: number): Date {
    return after(this.now, -hours * HOUR_MS);
  }

  /** The first hour of that day, before anybody works. */
  daysAgo(days: number): Date {
    const day = after(this.now, -days * DAY_MS);
    day.setUTCHours(5, 0, 0, 0);
    return day;
  }
}

/** @throws Error where the world's own data do not fit together */
export function idFrom<Value>(known: ReadonlyMap<string, Value>, name: string): Value {
  const value = known.get(name);
  if (value === undefined) throw new Error(`The demo world has no "${name}" yet.`);
  return value;
}
