'use client';

import { Button, Text } from '@mantine/core';
import { errorMessage } from './error-labels';

/** The way to the next rows of a list. `error` is why they did not come the last time. */
export type More = { has: boolean; loading: boolean; load: () => void; error?: unknown };

type Pages = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
};

/** The next page of an infinite query, as lists offer it. */
export function moreOf(query: Pages): More {
  return {
    has: query.hasNextPage,
    loading: query.isFetchingNextPage,
    load: () => void query.fetchNextPage(),
    error: query.isFetchNextPageError ? query.error : null,
  };
}

/** The button below a list; nothing where the list ends. What is shown stays when the rest does not come. */
export function LoadMore({ more }: { more: More | undefined }) {
  if (!more?.has) return null;
  return (
    <>
      <Button variant="default" size="compact-sm" loading={more.loading} onClick={more.load}>
        Load more
      </Button>
      {more.error ? (
        <Text size="sm" c="red" role="alert">
          The rest did not come. {errorMessage(more.error)}
        </Text>
      ) : null}
    </>
  );
}
