import { expect, test } from 'vitest';
import { csvCell, csvText } from './csv';

test('KN-F3: a cell carries any text, and no formula', () => {
  expect(csvCell('plain')).toBe('plain');
  expect(csvCell('a "quoted", text')).toBe('"a ""quoted"", text"');
  expect(csvCell('two\nlines')).toBe('"two\nlines"');
  for (const start of ['=', '+', '-', '@']) expect(csvCell(`${start}1+1`)).toBe(`'${start}1+1`);
});

test('KN-F3: what was quoted so that it is no formula reads back as it was', () => {
  for (const text of ['=1+1', "'=1+1", "''-1", "O'Neil", "'quoted'", '', "'"]) {
    expect(csvText(csvCell(text))).toBe(text);
  }
});
