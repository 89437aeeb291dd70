import { setTimeout as wait } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Sql } from '@/server/platform/collab/sql';
import { expectAllAgree, expectKept } from './expect.testing';
import type { Network } from './network.testing';
import { Chance } from './random.testing';
import { pastedDocuments, Writer } from './writer.testing';

/** What is tried out: a server that can be started again, on documents that exist. */
export type Trial = {
  /** @returns its port */
  start: () => Promise<number>;
  /** Puts it away in order. */
  stop: () => Promise<void>;
  network: Network;
  /** Of the database itself, beside the server. */
  sql: Sql;
  documentIds: readonly string[];
} & (
  | { kill?: undefined }
  | { kill: () => Promise<void>; killDatabase: () => Promise<void>; startDatabase: () => Promise<void> }
);

export type CrowdPlan = {
  seed: number;
  writersPerDocument: number;
  /** Edits in sum, undo among them. */
  operations: number;
  /** Turns between two misfortunes of a kind, on average. One that stands for 0 does not happen. */
  misfortunes: Record<Misfortune, number>;
  say: (line: string) => void;
};

export type Misfortune = 'cut' | 'cutAll' | 'leave' | 'reload' | 'stop' | 'kill' | 'killDatabase' | 'killBoth';

const EDITS_A_TURN_MAX = 4;
const AWAY_TURNS_MAX = 30;
const DOWN_TURNS_MAX = 12;
const TURN_MS_MAX = 50;
const CUT_SHARE = 0.3;
const BACK_MS_MAX = 60_000;
const TOLD_EVERY = 10_000;

export const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: BACK_MS_MAX, interval: 20 });

/** Many people who write in several documents, while the network, the server and its database come and go. */
export class Crowd {
  readonly writers: Writer[];
  readonly happened: Partial<Record<Misfortune, number>> = {};
  private readonly away = new Map<Writer, number>();
  private readonly trial: Trial;
  private readonly plan: CrowdPlan;
  private readonly chance: Chance;
  private done = 0;

  constructor(trial: Trial, plan: CrowdPlan) {
    this.trial = trial;
    this.plan = plan;
    this.chance = new Chance(plan.seed);
    const pasted = pastedDocuments(plan.seed);
    this.writers = trial.documentIds.flatMap((documentId) =>
      Array.from({ length: plan.writersPerDocument }, (_, index) => {
        // The last one is the first one in a second tab.
        const personId = `p${index === plan.writersPerDocument - 1 ? 0 : index}`;
        return new Writer({ url: trial.network.url, personId, documentId, chance: this.chance.fork(), pasted });
      }),
    );
  }

  /**
   * Writes until all operations are done. Misfortunes are followed by a look at what the database has; those that chance
   * has passed over come at the end.
   */
  async write(): Promise<void> {
    const kinds = (Object.keys(this.plan.misfortunes) as Misfortune[]).filter((one) => this.plan.misfortunes[one] > 0);
    while (this.done < this.plan.operations) {
      await this.turn();
      for (const kind of kinds) if (this.chance.next() * this.plan.misfortunes[kind] < 1) await this.befall(kind);
    }
    for (const kind of kinds) {
      if (this.happened[kind]) continue;
      await this.befall(kind);
      await this.turn();
    }
    for (const writer of this.writers) writer.client.provider.connect();
  }

  private async turn(): Promise<void> {
    for (const writer of this.writers) {
      const edits = this.chance.below(EDITS_A_TURN_MAX);
      for (let edit = 0; edit < edits; edit += 1) {
        if (!writer.edit()) continue;
        this.done += 1;
        if (this.done % TOLD_EVERY === 0) this.plan.say(`${this.done} operations; ${JSON.stringify(this.happened)}`);
      }
      writer.ask();
      this.comeBack(writer);
    }
    await wait(this.chance.below(TURN_MS_MAX));
  }

  private comeBack(writer: Writer): void {
    const left = this.away.get(writer);
    if (left === undefined) return;
    if (left > 0) {
      this.away.set(writer, left - 1);
    } else {
      this.away.delete(writer);
      writer.client.provider.connect();
    }
  }

  private async befall(kind: Misfortune): Promise<void> {
    this.happened[kind] = (this.happened[kind] ?? 0) + 1;
    const { network } = this.trial;
    if (kind === 'cut') network.cut(CUT_SHARE);
    else if (kind === 'cutAll') network.cut(1);
    else if (kind === 'leave') this.goAway(this.chance.of(this.writers));
    else if (kind === 'reload') this.reload(this.chance.of(this.writers));
    else await this.fail(kind);
  }

  private goAway(writer: Writer): void {
    this.away.set(writer, this.chance.below(AWAY_TURNS_MAX));
    writer.client.provider.disconnect();
  }

  private reload(writer: Writer): void {
    this.away.delete(writer);
    writer.reload();
  }

  /** The server, its database, or both end; what was promised is there before anybody can say it once more. */
  private async fail(kind: 'stop' | 'kill' | 'killDatabase' | 'killBoth'): Promise<void> {
    const { trial } = this;
    const dies = kind === 'killDatabase' || kind === 'killBoth';
    await Promise.all([
      kind === 'stop' ? trial.stop() : null,
      kind === 'kill' || kind === 'killBoth' ? trial.kill?.() : null,
      dies && trial.kill ? trial.killDatabase() : null,
    ]);
    const endured = kind === 'killDatabase';
    if (!endured) {
      trial.network.leadTo(null);
      await eventually(() => expect(this.writers.filter(({ client }) => client.provider.wsconnected)).toEqual([]));
    }
    const turns = this.chance.below(DOWN_TURNS_MAX);
    const seen = this.writers.map((writer) => writer.whatOthersWrote());
    for (let turn = 0; turn < turns; turn += 1) await this.turn();
    if (dies && trial.kill) await trial.startDatabase();
    await expectKept(trial.sql, this.writers, seen);
    if (!endured) trial.network.leadTo(await trial.start());
  }

  /** Everybody comes to rest, and is held against everything else that tells what the documents say. */
  async settle(): Promise<void> {
    const { trial, writers } = this;
    await expectAllAgree(trial, writers);
    await trial.stop();
    trial.network.leadTo(null);
    await expectKept(trial.sql, writers, []);
    trial.network.leadTo(await trial.start());
    await expectAllAgree(trial, writers);
    this.plan.say(`${this.done} operations; ${JSON.stringify(this.happened)}`);
  }

  leave(): void {
    for (const writer of this.writers) writer.leave();
  }
}
