import { expect, test } from 'vitest';
import { planImport } from './plan';
import type { SourceTree } from './source-tree';

/** A source of these files, by path. */
function sourceOf(contents: Record<string, string>): SourceTree {
  const entries = Object.entries(contents).map(([path, text]) => {
    const bytes = Buffer.from(text);
    return { path, sizeBytes: bytes.byteLength, read: async () => bytes };
  });
  return { name: 'source', named: true, origin: null, entries, refused: [], close: async () => {} };
}

test('KN-N36 a source whose files make far more than they say is refused whole, before all of it is held', async () => {
  const limitChars = 100_000;
  const list = '- a\n'.repeat(500);
  const read: string[] = [];
  const tree = sourceOf(Object.fromEntries(['a.md', 'b.md', 'c.md', 'd.md', 'e.md'].map((path) => [path, list])));
  const planning = planImport(tree, ({ path }) => void read.push(path), limitChars);
  await expect(planning).rejects.toMatchObject({
    code: 'too_large',
    reason: 'too_much_structure',
    params: { limitChars },
  });
  expect(read).toEqual(['a.md', 'b.md', 'c.md']);
  const prose = `${'Plain words of a page. '.repeat(80)}\n\n`;
  expect((await planImport(sourceOf({ 'a.md': prose.repeat(20) }), () => {}, limitChars)).failed).toEqual([]);
});

test('KN-N37 others have their turn between any two files, also when all are read', async () => {
  const paths = Array.from({ length: 50 }, (_, at) => `${at}.md`);
  let turns = 0;
  let others = setImmediate(function turn() {
    turns += 1;
    others = setImmediate(turn);
  });
  let turnsBefore = 0;
  await planImport(sourceOf(Object.fromEntries(paths.map((path) => [path, '# A']))), () => {
    turnsBefore = turns;
  });
  clearImmediate(others);
  expect(turns - turnsBefore).toBeGreaterThanOrEqual(paths.length);
});
