import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { readPastedHtml } from './read-html';

const read = (html: string) => readPastedHtml({ html, origin: 'https://kenning.example' }).blocks;
const fixture = (name: string) => read(readFileSync(`components/editor/paste/fixtures/${name}`, 'utf8'));

/** Of each cell of the first table, row by row: what it says under this name. */
function said(blocks: ReturnType<typeof read>, name: 'colwidth' | 'align') {
  const table = documentSchema()
    .nodeFromJSON({ type: 'doc', content: blocks })
    .children.find(({ type }) => type.name === 'table');
  return table?.children.map((row) => row.children.map((cell) => cell.attrs[name]));
}

const table = (inner: string, before = '') => read(`${before}<table>${inner}</table>`);
const ROW = '<tr><td>a</td><td>b</td></tr>';

describe('what a pasted table says of its columns', () => {
  test.each<[string, string, number[]]>([
    ['by the columns of HTML', `<colgroup><col width="120"><col style="width:90pt"></colgroup>${ROW}`, [120, 120]],
    ['by one for several', `<col width="2in" span="2">${ROW}`, [192, 192]],
    ['by its cells', `<tr><td width=151 style='width:113.4pt'>a</td><td style="width:5cm">b</td></tr>`, [151, 189]],
    ['as shares of the text', `<col width="25%"><col width="75%">${ROW}`, [180, 540]],
    ['too narrow or too wide to be seen', `<col width="8"><col width="9000">${ROW}`, [60, 1_200]],
  ])('ED-P63 its widths, %s', (_what, inner, widths) => {
    expect(said(table(inner), 'colwidth')).toEqual([widths.map((width) => [width])]);
  });

  test('ED-P63 every cell has the widths of its columns: below one that reaches down, and over several', () => {
    const rows = '<tr><td rowspan="2">a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr>';
    const wide = '<tr><td>f</td><td colspan="2">g</td></tr>';
    expect(said(table(`<col width="100"><col width="200"><col>${rows}${wide}`), 'colwidth')).toEqual([
      [[100], [200], null],
      [[200], null],
      [[100], [200, 0]],
    ]);
  });

  test('ED-P63 of Word and Google Docs its columns; of sheets only those that somebody made wider or narrower', () => {
    expect(said(fixture('word.html'), 'colwidth')).toEqual([
      [[150, 150], [150]],
      [[150], [150], [150]],
    ]);
    expect(said(fixture('google-docs.html'), 'colwidth')?.[0]).toEqual([[200], [200]]);
    expect(said(fixture('google-sheets.html'), 'colwidth')?.[0]).toEqual([null, null]);
    expect(said(fixture('excel.html'), 'colwidth')?.[0]).toEqual([null, null, null]);
    const excel = '<html xmlns:x="urn:schemas-microsoft-com:office:excel">';
    const chosen = "<col width=171 style='mso-width-source:userset;mso-width-alt:6254;width:128pt'>";
    expect(said(table(`${chosen}<col width=64 style='width:48pt'>${ROW}`, excel), 'colwidth')).toEqual([[[171], null]]);
  });

  test.each<[string, string, string | null]>([
    ['its own style', '<td style="text-align: right">4</td>', 'right'],
    ['its own attribute', '<td align="center">4</td>', 'center'],
    [
      'all that stands in it, as in Word and Google Docs',
      '<td><p align=right style="text-align:right">4</p></td>',
      'right',
    ],
    ['of which parts stand on different sides', '<td><p align=right>4</p><p>5</p></td>', null],
    ['a side that no cell has', '<td style="text-align:justify">4</td>', null],
    ['a class of the page', '<td class="number">4</td>', 'right'],
    ['bold and on a side', '<td style="font-weight:bold;text-align:center">4</td>', 'center'],
  ])('ED-P64 the side of a cell by %s', (_what, cell, align) => {
    const style = '<style>.number { text-align: right }</style>';
    expect(said(table(`<tr>${cell}</tr>`, style), 'align')).toEqual([[align]]);
  });

  test('ED-P64 a row has a side, and a head stands as all that is below it', () => {
    const rows = '<tr align="right"><td>1</td><td align="left">a</td></tr><tr><td align="right">2</td><td>b</td></tr>';
    expect(said(table(`<tr><th>n</th><th>of</th></tr>${rows}`), 'align')).toEqual([
      ['right', null],
      ['right', 'left'],
      ['right', null],
    ]);
  });
});
