import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { hearChanges } from './hear-changes';

test('CO-O58 a fault in what looks at a change is reported, and the page shows the change', () => {
  const doc = new Y.Doc();
  const shown: string[] = [];
  doc.getText().observe((event) => shown.push(event.target.toString()));
  const later = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined);
  const end = hearChanges(doc, () => {
    throw new RangeError('no such place');
  });
  doc.getText().insert(0, 'one');
  expect(shown).toEqual(['one']);
  expect(later.mock.calls[0]?.[0]).toThrow('no such place');
  end();
  doc.getText().insert(3, ' two');
  expect([shown.at(-1), later.mock.calls.length]).toEqual(['one two', 1]);
  later.mockRestore();
});
