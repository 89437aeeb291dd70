import { beforeEach, expect, test } from 'vitest';
import { openProjections } from './projections';

let nowMs: number;
let sent: [string, number][];
const clock = () => new Date(nowMs);
const send = async (documentId: string, startAfter: Date) => void sent.push([documentId, startAfter.getTime()]);

beforeEach(() => {
  nowMs = 0;
  sent = [];
});

test('W5 a document that is committed again and again is asked for once until its projection is due', async () => {
  const project = openProjections(send, { clock });
  for (const at of [0, 500, 1_999]) {
    nowMs = at;
    await project('d1');
    await project('d2');
  }
  expect(sent).toEqual([
    ['d1', 2_000],
    ['d2', 2_000],
  ]);
  // What is committed from now on may be too late for the one that begins now.
  nowMs = 2_000;
  await project('d1');
  expect(sent.slice(2)).toEqual([['d1', 4_000]]);
});

test('W5 a projection that could not be asked for is asked for by the next commit', async () => {
  let refused = true;
  const project = openProjections((id, at) => (refused ? Promise.reject(new Error('away')) : send(id, at)), { clock });
  await expect(project('d1')).rejects.toThrow('away');
  refused = false;
  await project('d1');
  expect(sent).toEqual([['d1', 2_000]]);
});

test('W5 only so many documents are remembered', async () => {
  const project = openProjections(send, { clock, documentsMax: 2 });
  for (const id of ['d1', 'd2', 'd3', 'd2', 'd1']) await project(id);
  expect(sent.map(([id]) => id)).toEqual(['d1', 'd2', 'd3', 'd1']);
});
