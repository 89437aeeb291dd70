import { expect, test } from 'vitest';
import { extract } from './extract';
import { fromMarkdown } from './from-markdown.rules';

const textOf = (markdown: string): string => extract(fromMarkdown(markdown)).plainText;

test('KN-M11: each block of text is a line, and a row of a table is one, its cells apart', () => {
  const markdown = [
    '## Venues',
    '| venue | opens |\n| --- | --- |\n| XETRA | 09:00 |\n| | closed |\n| | |',
    '> [!NOTE] Mind the zone\n> All times are local.',
    '- one\n- two',
  ].join('\n\n');
  expect(textOf(markdown).split('\n')).toEqual([
    'Venues',
    'venue · opens',
    'XETRA · 09:00',
    'closed',
    'Mind the zone',
    'All times are local.',
    'one',
    'two',
  ]);
});
