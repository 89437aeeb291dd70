import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import {
  type ChangedLine,
  mentionToken,
  type Segment,
  type Unchanged,
} from '@/server/domains/knowledge/history/history.schema';
import { ChangesView } from './changes-view';

const AT = new Date('2026-03-02T09:00:00Z');
const ANA = { id: 'ana', name: 'Ana Souza' };
const NOAH = { id: 'noah', name: 'Noah Brooks' };

const said = (
  text: string,
  change: Segment['change'] = 'same',
  by: string | null = null,
  earlier = false,
): Segment => ({ text, change, by, earlier });
const line = (change: ChangedLine['change'], ...segments: Segment[]): ChangedLine => ({
  type: 'paragraph',
  level: null,
  depth: 0,
  marker: null,
  ordinal: null,
  frame: null,
  callout: null,
  change,
  segments,
});

function html(lines: (ChangedLine | Unchanged)[], people = [ANA]): string {
  const contributors = people.map((person) => ({
    person,
    nobody: null,
    firstAt: AT,
    lastAt: AT,
    charsAdded: 1,
    charsRemoved: 0,
  }));
  const session = {
    session: '1',
    startedAt: AT,
    endedAt: AT,
    goesOn: false,
    isLast: true,
    restored: null,
    versions: 1,
    contributors,
  };
  const named = { people: [{ ...ANA, left: false }], items: [] };
  return renderToStaticMarkup(
    <MantineProvider>
      <ChangesView changes={{ lines, left: 0, named, session, version: null, authors: [ANA] }} />
    </MantineProvider>,
  );
}

/** What a screen reader says of it, tags and marks for the eye aside. */
const read = (markup: string): string =>
  markup
    .replace(/<span[^>]*aria-hidden="true"[^>]*>[^<]*<\/span>/g, '')
    .replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, '');

test('CO-V24: what happened to a line is said in words, shown by a mark, and never by colour alone', () => {
  const page = html([
    { unchanged: 3 },
    line('added', said('New.', 'added')),
    line('removed', said('Old.', 'removed')),
    line('changed', said('by '), said('hand', 'removed'), said('a job', 'added')),
    line('formatted', said('Bold.')),
  ]);
  for (const words of ['3 lines as before', 'Added: New.', 'Removed: Old.', 'Only formatted: Bold.'])
    expect(read(page)).toContain(words);
  for (const mark of ['+', '−', '±', '¶']) expect(page).toContain(`aria-hidden="true">${mark}</span>`);
  expect(page).toContain('<del>hand</del><ins>a job</ins>');
});

test('CO-V57: an entry of a numbered list stands with its number', () => {
  const entry: ChangedLine = { ...line('added', said('Light it.', 'added')), depth: 1, marker: 'number', ordinal: 3 };
  expect(read(html([entry]))).toContain('Added: 3. Light it.');
});

test('KN-H40 an image without words is called one; KN-H41 a callout is headed as where it is read', () => {
  const image: ChangedLine = { ...line('added', said('', 'added')), type: 'figure' };
  expect(read(html([image]))).toBe('Added: Image');
  const hot: ChangedLine = { ...line('added', said('Hot.', 'added')), frame: 'callout' };
  const inCallout = (title: string) => read(html([{ ...hot, callout: { kind: 'warning', title } }]));
  expect(inCallout('')).toBe('Added: WarningHot.');
  expect(inCallout('Mind it')).toBe('Added: Mind itHot.');
});

test('CO-V24: where several wrote, each changed line says who; where one did, it stands above', () => {
  const lines = [
    line('added', said('One.', 'added', 'ana')),
    line('changed', said('Two '), said('x', 'removed', 'noah')),
    line('same', said('Three.')),
  ];
  expect(read(html(lines, [ANA, NOAH]))).toMatch(/One\..* by Ana Souza.*Two x.* by Noah Brooks.*Three\.$/);
  expect(html(lines, [ANA])).not.toContain(' by Ana Souza');
});

test('CO-V59: words that somebody moved or brought back say whose they were, also where one person wrote', () => {
  const lines = [line('added', said('Moved.', 'added', 'ana', true)), line('added', said('New.', 'added', 'noah'))];
  expect(read(html(lines, [NOAH]))).toMatch(/Moved\..*Ana Souza wrote this before.*New\.$/);
});

test('CO-V21: whom and what a line names is told as the reader may know it, and otherwise not at all', () => {
  const tokens = [mentionToken('person', 'ana'), mentionToken('person', 'who'), mentionToken('item', 'secret')];
  const words = read(html([line('added', said(`Ask ${tokens.join(', ')}.`, 'added'))]));
  expect(words).toContain('Ask @Ana Souza, @somebody unknown, item not available.');
  expect(words).not.toContain('secret');
});

test('CO-V24: a session of which nothing stayed says so', () => {
  expect(read(html([{ unchanged: 4 }]))).toContain('nothing of what was written stayed');
  expect(read(html([]))).toContain('nothing of what was written stayed');
});
