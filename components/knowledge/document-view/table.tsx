import type { JSONContent } from '@tiptap/core';
import type { CSSProperties, ReactNode } from 'react';
import classes from './document-view.module.css';
import { wordsOf } from './inline';
import { WORDS } from './labels';
import { staticList } from './static-list';

const ALIGNMENTS = ['left', 'right', 'center'] as const;
const MAX_LABEL_CHARS = 120;
const MAX_WHOLE_CHARS = 24;

function alignment(cell: JSONContent): CSSProperties | undefined {
  const align = ALIGNMENTS.find((name) => name === cell.attrs?.align);
  return align === undefined ? undefined : { textAlign: align };
}

function span(value: unknown): number | undefined {
  return typeof value === 'number' && value > 1 ? value : undefined;
}

/** A width that somebody gave to a column; what no editor gives is passed over. */
const COLUMN_WIDTH_MIN_PX = 25;
const COLUMN_WIDTH_MAX_PX = 2_000;

/** The widths of the columns, as the first row has them: null where a column is as wide as its words want. */
function widthsOf(row: JSONContent | undefined): (number | null)[] {
  return (row?.content ?? []).flatMap((cell) => {
    const given: unknown = cell.attrs?.colwidth;
    return Array.from({ length: span(cell.attrs?.colspan) ?? 1 }, (_, index) => {
      const width: unknown = Array.isArray(given) ? given[index] : null;
      const isOne = typeof width === 'number' && width >= COLUMN_WIDTH_MIN_PX && width <= COLUMN_WIDTH_MAX_PX;
      return isOne ? width : null;
    });
  });
}

function column(width: number | null): ReactNode {
  return width === null ? <col /> : <col style={{ width }} />;
}

/** With all of its columns given, a table is as wide as they are together; otherwise it fills the page. */
function Columns({ widths }: { widths: readonly (number | null)[] }) {
  if (widths.every((width) => width === null)) return null;
  return <colgroup>{staticList(widths.map(column))}</colgroup>;
}

function totalOf(widths: readonly (number | null)[]): CSSProperties | undefined {
  if (widths.length === 0 || widths.includes(null)) return undefined;
  return { width: widths.reduce<number>((total, width) => total + (width ?? 0), 0) };
}

type TableProps = { node: JSONContent; renderCell: (cell: JSONContent) => ReactNode };

/** A table that scrolls by itself where it is wider than the page, and says what it is when it has the focus. */
export function DocumentTable({ node, renderCell }: TableProps) {
  const [first, ...others] = node.content ?? [];
  const cells = first?.content ?? [];
  const hasHead = cells.length > 0 && cells.every((cell) => cell.type === 'tableHeader');
  const columns = hasHead ? cells.map((cell) => wordsOf(cell).trim()).filter((words) => words !== '') : [];
  const label = WORDS.table(columns.join(', ')).slice(0, MAX_LABEL_CHARS);
  const widths = widthsOf(first);
  const rows = hasHead ? others : (node.content ?? []);
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard, and a fieldset is for forms
    <div className={classes.scroller} role="group" aria-label={label} tabIndex={0}>
      <table dir="auto" style={totalOf(widths)}>
        <Columns widths={widths} />
        {hasHead && first !== undefined && <thead>{tableRow(first, 'col', renderCell)}</thead>}
        <tbody>{staticList(rows.map((row) => tableRow(row, 'row', renderCell)))}</tbody>
      </table>
    </div>
  );
}

function tableRow(row: JSONContent, scope: 'col' | 'row', renderCell: TableProps['renderCell']): ReactNode {
  return <tr>{staticList((row.content ?? []).map((cell) => tableCell(cell, scope, renderCell(cell))))}</tr>;
}

function tableCell(cell: JSONContent, scope: 'col' | 'row', children: ReactNode): ReactNode {
  const words = wordsOf(cell).trim();
  const isWhole = words.length <= MAX_WHOLE_CHARS && !/\s/.test(words);
  const shared = {
    colSpan: span(cell.attrs?.colspan),
    rowSpan: span(cell.attrs?.rowspan),
    style: alignment(cell),
    // A date or a number is not broken at its hyphens.
    'data-whole': isWhole || undefined,
  };
  if (cell.type !== 'tableHeader') return <td {...shared}>{children}</td>;
  return (
    <th scope={scope} {...shared}>
      {children}
    </th>
  );
}
