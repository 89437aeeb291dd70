import { Skeleton, Stack } from '@mantine/core';
import { Page } from './page';
import classes from './skeletons.module.css';

const TABLE_ROWS_SHOWN = 8;

/** The shape of a table while its rows are on their way. Says so to screen readers. */
export function TableSkeleton({
  label,
  columns = 4,
  rows = TABLE_ROWS_SHOWN,
}: {
  label?: string;
  columns?: number;
  rows?: number;
}) {
  return (
    <div role="status" aria-label={label ? `Loading ${label.toLowerCase()}` : 'Loading'} className={classes.table}>
      {numbers(rows).map((row) => (
        <div key={row} className={classes.row}>
          {numbers(columns).map((column) => (
            <Skeleton key={column} height={10} width={column === 0 ? `${60 + ((row * 17) % 30)}%` : '60%'} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Lines of text. */
export function TextSkeleton({ lines = 4 }: { lines?: number }) {
  return (
    <Stack gap={10} role="status" aria-label="Loading">
      {numbers(lines).map((line) => (
        <Skeleton key={line} height={10} width={line === lines - 1 ? '55%' : `${88 + ((line * 7) % 12)}%`} />
      ))}
    </Stack>
  );
}

/** A page's head and its list, where they will stand: for `loading.tsx` of a list. */
export function ListPageSkeleton({ columns = 4 }: { columns?: number }) {
  return (
    <Page>
      <Skeleton height={26} width={180} mb={20} />
      <Skeleton height={30} width="100%" maw={420} mb={16} />
      <TableSkeleton columns={columns} />
    </Page>
  );
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
