import type { JSONContent } from '@tiptap/core';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { NumberedWritten } from '@/server/platform/collab';
import { DOCUMENT_FRAGMENT, type DocumentJson } from '../document.schema';
import { updateYDoc } from '../yjs';
import { SESSION_CHANGES } from './changes.tasks';
import { gathered } from './gathered.testing';
import type { Segment } from './history.schema';

const ANAS = 'Light the boiler by hand, and wait until the pressure is steady.';
const BOS = 'Then open the second valve slowly and listen for the hiss of steam.';
const SHORT = 'Done.';

const said = (text: string): JSONContent => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const quoted = (...content: JSONContent[]): JSONContent => ({ type: 'blockquote', content });
const page = (...content: JSONContent[]): DocumentJson => ({ type: 'doc', content });

/** Writers at one document, each with one of their own, and the log of what they wrote. */
class Writing {
  readonly log: NumberedWritten[] = [];
  private readonly docs = new Map<string, Y.Doc>();

  doc(who: string): Y.Doc {
    const known = this.docs.get(who);
    if (known) return known;
    const doc = new Y.Doc();
    for (const { bytes } of this.log) Y.applyUpdate(doc, bytes);
    doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin === 'log') return;
      this.log.push({ personId: who, bytes, seq: BigInt(this.log.length + 1) });
      for (const [name, other] of this.docs) if (name !== who) Y.applyUpdate(other, bytes, 'log');
    });
    this.docs.set(who, doc);
    return doc;
  }

  /** The text comes to say something else, as the editor writes it: the smallest change that Yjs can make. */
  write(who: string, ...blocks: JSONContent[]): void {
    updateYDoc(this.doc(who), page(...blocks));
  }
}

type Whose = { text: string; by: string | null; earlier: boolean };

/** Whose the added words of a session are. @param first the first update of the session */
function addedIn(log: readonly NumberedWritten[], first: number): Whose[] {
  const start = log.findIndex(({ seq }) => seq >= BigInt(first));
  const { lines } = SESSION_CHANGES.run({ before: log.slice(0, start), own: log.slice(start) });
  const segments: Segment[] = lines.flatMap((line) => ('segments' in line ? line.segments : []));
  return segments.filter(({ change }) => change === 'added').map(({ text, by, earlier }) => ({ text, by, earlier }));
}

/** The same as rows and gathered. @param session its first update @param moments the first update of each */
function expectAdded(
  log: readonly NumberedWritten[],
  { session, moments }: { session: number; moments: readonly number[] },
  expected: Whose[],
): void {
  expect(addedIn(log, session), 'as rows').toEqual(expected);
  expect(addedIn(gathered(log, moments), session), 'gathered').toEqual(expected);
}

test('CO-V58: a quote, a list or another kind of block made of somebody’s words stays theirs', () => {
  const writing = new Writing();
  writing.write('bo', said(BOS));
  writing.write('ana', said(BOS), said(ANAS), said(SHORT));
  writing.write('bo', said(BOS), quoted(said(ANAS)), said(SHORT));
  writing.write('bo', said(BOS), quoted(said(ANAS)), {
    type: 'heading',
    attrs: { level: 2 },
    content: said(SHORT).content ?? [],
  });
  expectAdded(writing.log, { session: 1, moments: [1] }, [
    { text: BOS, by: 'bo', earlier: false },
    { text: ANAS, by: 'ana', earlier: false },
    { text: SHORT, by: 'ana', earlier: false },
  ]);
});

test('CO-V58: a block that is moved, and one that is cut in two or joined with another, stays whose it was', () => {
  const writing = new Writing();
  writing.write('ana', said(ANAS));
  writing.write('bo', said(ANAS), said(BOS));
  writing.write('ana', said(BOS), said(ANAS));
  expectAdded(writing.log, { session: 1, moments: [1] }, [
    { text: BOS, by: 'bo', earlier: false },
    { text: ANAS, by: 'ana', earlier: false },
  ]);
  const [head, tail] = [BOS.slice(0, 28), BOS.slice(28)];
  writing.write('ana', said(head), said(tail), said(ANAS));
  expectAdded(writing.log, { session: 1, moments: [1, 4] }, [
    { text: head, by: 'bo', earlier: false },
    { text: tail, by: 'bo', earlier: false },
    { text: ANAS, by: 'ana', earlier: false },
  ]);
});

test('CO-V58: what was written in an earlier session and is moved now says so', () => {
  const writing = new Writing();
  writing.write('ana', said(ANAS), said(BOS));
  writing.write('bo', said('New words of bo.'), said(BOS), said(ANAS));
  expectAdded(writing.log, { session: 2, moments: [1, 2] }, [
    { text: 'New words of bo.', by: 'bo', earlier: false },
    { text: ANAS, by: 'ana', earlier: true },
  ]);
});

test('CO-V58: whoever takes back their own deletion of somebody’s words has not written them', () => {
  const writing = new Writing();
  writing.write('ana', said(ANAS), said(SHORT));
  const doc = writing.doc('bo');
  const undo = new Y.UndoManager(doc.getXmlFragment(DOCUMENT_FRAGMENT), { captureTimeout: 0 });
  doc.transact(() => updateYDoc(doc, page(said(SHORT))));
  undo.stopCapturing();
  undo.undo();
  expect(JSON.stringify(doc.getXmlFragment(DOCUMENT_FRAGMENT))).toContain(ANAS);
  expectAdded(writing.log, { session: 1, moments: [1] }, [
    { text: ANAS, by: 'ana', earlier: false },
    { text: SHORT, by: 'ana', earlier: false },
  ]);
});

test('CO-V58: whoever restores what somebody wrote has not written it, whole blocks and single words', () => {
  const writing = new Writing();
  writing.write('ana', said(ANAS), said('Keys are turned by hand.'));
  writing.write('bo', said('Keys are turned by a job.'));
  writing.write('zoe', said(ANAS), said('Keys are turned by hand.'));
  expectAdded(writing.log, { session: 3, moments: [1, 2, 3] }, [
    { text: ANAS, by: 'ana', earlier: true },
    { text: 'hand', by: 'ana', earlier: true },
  ]);
});

test('CO-V58: what somebody writes anew is theirs, also where a few words are the same by chance', () => {
  const writing = new Writing();
  writing.write('ana', said(ANAS), said(SHORT));
  writing.write('bo', said(SHORT));
  writing.write('zoe', said(SHORT), said('Light the boiler by a switch when somebody has asked for it in writing.'));
  writing.write(
    'zoe',
    said(SHORT),
    said('Light the boiler by a switch when somebody has asked for it in writing.'),
    said(SHORT),
  );
  const added = addedIn(writing.log, 3);
  expect(added.map(({ by }) => by)).toEqual(['zoe', 'zoe']);
});

test('CO-V58: a text that many rewrote is read in a while', () => {
  const writing = new Writing();
  const words = (seed: number) =>
    Array.from({ length: 300 }, (_, n) => said(`Line ${seed * n} of ${seed} says this and that.`));
  for (let round = 1; round <= 20; round += 1) writing.write(round % 2 ? 'ana' : 'bo', ...words(round));
  expect(addedIn(writing.log, 20).length).toBeGreaterThan(0);
}, 30_000);
