import { expect, test } from 'vitest';
import { csvCell } from './csv';

test('KN-F3: a cell carries any text, and no formula', () => {
  expect(csvCell('plain')).toBe('plain');
  expect(csvCell('a "quoted", text')).toBe('"a ""quoted"", text"');
  expect(csvCell('two\nlines')).toBe('"two\nlines"');
  for (const start of ['=', '+', '-', '@']) expect(csvCell(`${start}1+1`)).toBe(`'${start}1+1`);
});
