import { setTimeout as wait } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import * as Y from 'yjs';
import { decodeDocument } from '@/server/platform/collab/encoded';
import { connectClient } from '@/server/platform/collab/rig';
import { listSessions, readSession } from '@/server/platform/collab/sessions';
import type { Sql } from '@/server/platform/collab/sql';
import { readAuthors, readDocument } from '@/server/platform/collab/store';
import { readYDoc } from '../yjs';
import { lacks, lacksOf, same } from './compare.testing';
import type { Network } from './network.testing';
import type { Writer } from './writer.testing';

const SESSIONS_MAX = 100_000;
const RESTED_MS_MAX = 90_000;
const ANSWERED_MS_MAX = 10_000;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: RESTED_MS_MAX, interval: 50 });

/**
 * The document as the database has it: once as it is loaded, and once by all that was ever written. What a server that was
 * killed had asked for may be committed meanwhile; then both are read again.
 */
async function storedDocuments(sql: Sql, documentId: string): Promise<{ loaded: Y.Doc; told: Y.Doc }> {
  const stored = await readDocument(sql, documentId);
  if (!stored) throw new Error(`There is no document ${documentId}.`);
  const [last] = await listSessions(sql, documentId, { before: null, limit: 1 });
  const { before, own } = last ? await readSession(sql, documentId, last) : { before: [], own: [] };
  const now = await readDocument(sql, documentId);
  if (now?.seq !== stored.seq) return storedDocuments(sql, documentId);
  return {
    loaded: decodeDocument(stored.updates),
    told: decodeDocument([...before, ...own].map(({ bytes }) => bytes)),
  };
}

/**
 * The database has all that was Saved, and all that somebody was shown of others.
 * @param seen of each writer: how far they had seen which Yjs clients
 */
export async function expectKept(
  sql: Sql,
  writers: readonly Writer[],
  seen: readonly ReadonlyMap<number, number>[],
): Promise<void> {
  for (const documentId of new Set(writers.map((writer) => writer.documentId))) {
    const { loaded, told } = await storedDocuments(sql, documentId);
    for (const [index, writer] of writers.entries()) {
      if (writer.documentId !== documentId) continue;
      for (const [name, doc] of Object.entries({ loaded, told })) {
        const lost = writer.saved && lacksOf(doc, writer.saved);
        expect(lost, `Saved for ${writer.personId} in ${documentId}, ${name}`).toBeNull();
        expect(lacks(doc, seen[index] ?? new Map()), `seen by ${writer.personId} in ${documentId}, ${name}`).toBeNull();
      }
    }
    expect(Y.equalSnapshots(Y.snapshot(loaded), Y.snapshot(told)), `${documentId}: as loaded and as told`).toBe(true);
    loaded.destroy();
    told.destroy();
  }
}

/** @throws where the way on which was asked has died: nobody answers there, and it is to be asked anew */
async function heardSaved(writer: Writer): Promise<void> {
  const heard = await Promise.race([writer.client.saved().then(() => true), wait(ANSWERED_MS_MAX, false)]);
  expect(heard, `${writer.personId} in ${writer.documentId} hears Saved`).toBe(true);
}

/** Until reading takes nothing away any more: everybody has everything, saved, and the same. */
async function rest(writers: readonly Writer[]): Promise<void> {
  await eventually(async () => {
    expect(writers.flatMap(({ finalCodes }) => finalCodes)).toEqual([]);
    expect(writers.filter(({ isSynced }) => !isSynced)).toHaveLength(0);
    for (const writer of writers) writer.read();
    await Promise.all(writers.map(heardSaved));
    for (const writer of writers) {
      const first = writers.find(({ documentId }) => documentId === writer.documentId);
      expect(first && same(first.doc, writer.doc), `${writer.personId} in ${writer.documentId}`).toBe(true);
    }
  });
}

/** Whoever comes now gets the same. */
async function expectJoined(url: string, documentId: string, doc: Y.Doc): Promise<void> {
  const joiner = connectClient(url, 'joiner', documentId);
  try {
    await eventually(() => expect(joiner.provider.synced && same(joiner.doc, doc)).toBe(true));
  } finally {
    joiner.leave();
  }
}

/**
 * Each Yjs client is its person's, and nothing is kept as written by somebody else. What the server puts back it writes
 * by clients of its own, one for each person.
 */
async function expectAuthors(sql: Sql, documentId: string, writers: readonly Writer[], doc: Y.Doc): Promise<void> {
  const persons = new Map(writers.flatMap(({ clientIds, personId }) => clientIds.map((id) => [id, personId] as const)));
  const people = new Set(persons.values());
  const authors = new Map(await readAuthors(sql, documentId));
  for (const client of doc.store.clients.keys()) {
    const author = authors.get(client) ?? '';
    expect(author, `the author of ${client}`).toBe(persons.get(client) ?? author);
    expect(people.has(author), `the author of ${client}`).toBe(true);
  }
  for (const session of await listSessions(sql, documentId, { before: null, limit: SESSIONS_MAX })) {
    const { own } = await readSession(sql, documentId, session);
    for (const { personId, bytes } of own) {
      const strangers = Y.decodeUpdate(bytes).structs.filter(({ id }) => authors.get(id.client) !== personId);
      expect(strangers, `kept as of ${personId}`).toEqual([]);
    }
  }
}

/** All clients, a fresh one, and the database say the same; it fits the schema, and is of those who wrote it. */
export async function expectAllAgree(trial: { network: Network; sql: Sql }, writers: readonly Writer[]): Promise<void> {
  await rest(writers);
  for (const documentId of new Set(writers.map((writer) => writer.documentId))) {
    const own = writers.filter((writer) => writer.documentId === documentId);
    const doc = own[0]?.doc;
    if (!doc) continue;
    const { loaded, told } = await storedDocuments(trial.sql, documentId);
    expect(same(loaded, doc), `${documentId} as it is loaded`).toBe(true);
    expect(same(told, doc), `${documentId} by all that was written`).toBe(true);
    loaded.destroy();
    told.destroy();
    await expectJoined(trial.network.url, documentId, doc);
    expect(readYDoc(doc).dropped).toEqual([]);
    own[0]?.read().doc.check();
    await expectAuthors(trial.sql, documentId, own, doc);
  }
}
