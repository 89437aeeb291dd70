import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { OneDatabase } from './one-database.testing';
import type { CollabAccess } from './protocol.schema';
import { type Rig, type RigClient, seedDocument, startRig } from './rig';

type Options = Parameters<typeof startRig>[1];

/** Looks again and again, until it holds. */
export const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

/** A socket of somebody who speaks the protocol by hand. */
export type Bare = {
  socket: WebSocket;
  /** The code with which it was closed. */
  closed: Promise<number>;
};

/** For tests of one server: anew for each of them a database of its own, and in it document d1. */
export class OneServer extends OneDatabase {
  rig!: Rig;
  private readonly opened: WebSocket[] = [];
  private readonly holdUps = new Set<() => Promise<void>>();
  private readonly may: Readonly<Record<string, CollabAccess>>;

  /** @param may who may do what with d1 @param options null: each test starts the server itself */
  constructor(may: Readonly<Record<string, CollabAccess>>, options: Options | null = {}) {
    super('d1');
    this.may = may;
    beforeEach(async () => {
      if (options) await this.start(options);
    });
    // Before the database is closed: what was opened last is closed first.
    afterEach(async () => {
      // The server would wait for the answers of those that read nothing.
      for (const socket of this.opened.splice(0)) socket.terminate();
      for (const letUp of this.holdUps) await letUp();
      await this.rig.close();
    });
  }

  async start(options: Options = {}): Promise<void> {
    this.rig = await startRig(this.database, options);
    for (const [person, access] of Object.entries(this.may)) this.rig.allow(person, 'd1', access);
  }

  /** Another one in its place. */
  async restart(options: Options = {}): Promise<void> {
    await this.rig.close();
    await this.start(options);
  }

  /** Another document. */
  async add(documentId: string): Promise<void> {
    await seedDocument(this.database, documentId);
    for (const [person, access] of Object.entries(this.may)) this.rig.allow(person, documentId, access);
  }

  /** A stock client that has come in. */
  async enter(personId: string, documentId = 'd1'): Promise<RigClient> {
    const client = this.rig.client(personId, documentId);
    await eventually(() => expect(client.provider.synced).toBe(true));
    return client;
  }

  async open(personId: string, documentId = 'd1'): Promise<Bare> {
    const socket = this.rig.socket(personId, documentId);
    this.opened.push(socket);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('error', () => undefined);
    return { socket, closed };
  }

  /** Keeps what is written to documents from being committed. @returns ends that */
  async holdUp(...documentIds: string[]): Promise<() => Promise<void>> {
    const holder = await this.database.pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from document where id = any($1) for update', [documentIds]);
    const letUp = async () => {
      if (!this.holdUps.delete(letUp)) return;
      await holder.query('rollback');
      holder.release();
    };
    this.holdUps.add(letUp);
    return letUp;
  }
}
