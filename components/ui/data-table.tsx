'use client';

import { Button, Checkbox, Group, Text, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import Link from 'next/link';
import type { MouseEvent, ReactNode } from 'react';
import classes from './data-table.module.css';
import { LoadMore, type More } from './more';
import { TableSkeleton } from './skeletons';
import { ICON } from './theme';
import type { Filters } from './use-filters';
import { withMembers } from './with-members';

export type Column<Row> = {
  key: string;
  header: string;
  render: (row: Row) => ReactNode;
  /** The value of the `sort` parameter; the header becomes a link when given. */
  sort?: string;
  /** The direction of the first press. Default `asc`. */
  sortFirst?: 'asc' | 'desc';
  /** Figures: tabular, at the end of the cell. */
  numeric?: boolean;
  /** A CSS width. One column without any takes the rest. */
  width?: string;
  /** On small screens a row is a card: `title` is its first line, `facts` its second, `hidden` stays away. */
  small?: 'title' | 'facts' | 'hidden';
  /** On small screens the header goes before what says nothing alone, such as one of two dates. Figures have it always. */
  named?: (row: Row) => boolean;
};

export type Selection = {
  ids: ReadonlySet<string>;
  onChange: (ids: Set<string>) => void;
  label: (id: string) => string;
};

type Props<Row> = {
  /** Names the table for screen readers: "Knowledge items". */
  label: string;
  columns: readonly Column<Row>[];
  /** Undefined while the first answer is on its way: a skeleton stands in. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Makes the first column a link to the thing, and the row walkable with J and K. */
  rowHref?: (row: Row) => string;
  /** Buttons or a menu, seen on hover and on focus; always on touch screens. */
  rowActions?: (row: Row) => ReactNode;
  /** Where people come for the actions: they are always seen. */
  actionsShown?: boolean;
  /** Sorting in the address, `sort=title&dir=desc`. Needs `filters`. */
  filters?: Filters;
  /** What the server sorts by when the address says nothing. */
  sortedBy?: { sort: string; dir: 'asc' | 'desc' };
  selection?: Selection;
  /** Stands over the table while something is selected. */
  bulkActions?: ReactNode;
  /** Shown instead of the table when there is no row. */
  empty: ReactNode;
  /** How many there are in all, and their noun: "12 items". */
  total?: number;
  noun?: { one: string; many: string };
  more?: More;
};

/** The dense list: sortable by link, walkable by key, selectable; a row becomes a two-line card on small screens. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, selection, bulkActions, empty, rowActions } = props;
  if (rows === undefined) return <TableSkeleton label={label} columns={columns.length} />;
  if (rows.length === 0) return empty;
  const chosen = selection?.ids.size ?? 0;
  return (
    <div className={classes.root}>
      <table
        className={classes.table}
        // biome-ignore lint/a11y/noRedundantRoles: as cards on small screens the table would lose its role
        role="table"
        aria-label={label}
        data-selectable={selection ? true : undefined}
        data-acts={props.actionsShown || undefined}
      >
        <thead className={classes.head}>
          <tr>
            {selection ? <SelectAllCell rows={rows.map(rowKey)} selection={selection} /> : null}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} filters={props.filters} sortedBy={props.sortedBy} />
            ))}
            {rowActions ? (
              <th className={classes.actionsHead}>
                <VisuallyHidden>Actions</VisuallyHidden>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} row={row} {...props} />
          ))}
        </tbody>
      </table>
      {chosen > 0 && bulkActions ? (
        <section className={classes.bulk} aria-label="Selected">
          <Text size="sm" fw={550} aria-live="polite">
            {chosen} selected
          </Text>
          <Group gap="xs">{bulkActions}</Group>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => selection?.onChange(new Set())}>
            Select none
          </Button>
        </section>
      ) : null}
      <TableFoot shown={rows.length} total={props.total} noun={props.noun} more={props.more} />
    </div>
  );
}

function TableRow<Row>({ row, columns, rowKey, rowHref, rowActions, selection }: Props<Row> & { row: Row }) {
  const id = rowKey(row);
  const selected = selection?.ids.has(id) ?? false;
  return (
    <tr data-row data-selected={selected || undefined}>
      {selection ? (
        <td className={classes.select}>
          <Checkbox
            size="xs"
            aria-label={`Select ${selection.label(id)}`}
            checked={selected}
            onChange={(event) => selection.onChange(withMembers(selection.ids, [id], event.currentTarget.checked))}
          />
        </td>
      ) : null}
      {columns.map((column, index) => (
        <td
          key={column.key}
          data-numeric={column.numeric || undefined}
          data-label={column.numeric || column.named?.(row) ? column.header : undefined}
          data-small={column.small ?? (index === 0 ? 'title' : 'facts')}
        >
          {index === 0 && rowHref ? (
            <Link href={rowHref(row)} className={classes.link} data-row-link prefetch={false}>
              <Words>{column.render(row)}</Words>
            </Link>
          ) : (
            column.render(row)
          )}
        </td>
      ))}
      {rowActions ? (
        <td className={classes.actions}>
          <div>{rowActions(row)}</div>
        </td>
      ) : null}
    </tr>
  );
}

/** Plain words are cut after two lines; whatever else a column renders takes care of itself. */
function Words({ children }: { children: ReactNode }) {
  if (typeof children !== 'string') return children;
  return (
    <span className={classes.words} title={children}>
      {children}
    </span>
  );
}

function SelectAllCell({ rows, selection }: { rows: readonly string[]; selection: Selection }) {
  const all = rows.every((id) => selection.ids.has(id));
  return (
    <th className={classes.select}>
      <Checkbox
        size="xs"
        aria-label="Select all that are shown"
        checked={all}
        indeterminate={!all && rows.some((id) => selection.ids.has(id))}
        onChange={(event) => selection.onChange(withMembers(selection.ids, rows, event.currentTarget.checked))}
      />
    </th>
  );
}

type HeaderProps<Row> = {
  column: Column<Row>;
  filters: Filters | undefined;
  sortedBy: { sort: string; dir: 'asc' | 'desc' } | undefined;
};

function HeaderCell<Row>({ column, filters, sortedBy }: HeaderProps<Row>) {
  const sort = filters?.one('sort') ?? sortedBy?.sort;
  const dir = filters?.one('sort') ? (filters.one('dir') ?? 'asc') : sortedBy?.dir;
  const here = column.sort !== undefined && column.sort === sort;
  const next = here ? (dir === 'asc' ? 'desc' : 'asc') : (column.sortFirst ?? 'asc');
  const Arrow = dir === 'desc' ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      data-numeric={column.numeric || undefined}
      aria-sort={here ? (dir === 'desc' ? 'descending' : 'ascending') : undefined}
      style={column.width ? { width: column.width } : undefined}
    >
      {column.sort !== undefined && filters ? (
        <a
          href={filters.href({ sort: column.sort, dir: next })}
          className={classes.sort}
          onClick={(event: MouseEvent) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            filters.set({ sort: column.sort ?? null, dir: next });
          }}
        >
          {column.header}
          {here ? <Arrow {...ICON} size={14} /> : null}
        </a>
      ) : (
        column.header
      )}
    </th>
  );
}

type FootProps = Pick<Props<never>, 'total' | 'noun' | 'more'> & { shown: number };

function TableFoot({ shown, total, noun = { one: 'entry', many: 'entries' }, more }: FootProps) {
  const word = (count: number) => (count === 1 ? noun.one : noun.many);
  const all = total === undefined || total === shown;
  return (
    <Group gap="md" className={classes.foot}>
      <Text size="sm" c="dimmed" aria-live="polite">
        {all ? `${shown}${more?.has ? '+' : ''} ${word(shown)}` : `${shown} of ${total} ${word(total)}`}
      </Text>
      <LoadMore more={more} />
    </Group>
  );
}
