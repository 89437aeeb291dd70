import * as Y from 'yjs';
import { HOUR_MS, MINUTE_MS } from '../clock';

/** When the first session begins. */
export const START = Date.parse('2026-03-02T09:00:00Z');
const WRITERS = ['ana', 'bo', null] as const;

/** An update as the log has it. */
export type Row = { personId: string | null; at: Date; bytes: Uint8Array<ArrayBuffer> };

/** Writers at one text, in so many sessions a day apart, each of whom types letter by letter and deletes some. */
export function typed(sessions: number, edits = 12): { rows: Row[]; ends: string[] } {
  const docs = WRITERS.map(() => new Y.Doc());
  const rows: Row[] = [];
  const ends: string[] = [];
  for (let session = 0; session < sessions; session += 1) {
    let at = START + session * 24 * HOUR_MS;
    for (let edit = 0; edit < edits; edit += 1) {
      const who = (edit + session) % WRITERS.length;
      const doc = docs[who] as Y.Doc;
      const before = Y.encodeStateVector(doc);
      const text = doc.getText('text');
      if (edit % 5 === 4) text.delete(Math.floor(text.length / 2), Math.min(4, text.length));
      else text.insert(edit % 3 === 0 ? text.length : Math.floor(text.length / 3), `s${session}e${edit} `);
      const bytes = new Uint8Array(Y.encodeStateAsUpdate(doc, before));
      at += MINUTE_MS / 2;
      rows.push({ personId: WRITERS[who] ?? null, at: new Date(at), bytes });
      for (const other of docs) Y.applyUpdate(other, bytes);
    }
    ends.push(docs[0]?.getText('text').toString() ?? '');
  }
  return { rows, ends };
}
