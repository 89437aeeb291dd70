'use client';

import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { FilterChips } from '@/components/ui/filter-chips';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Segments } from '@/components/ui/segments';
import { TextSkeleton } from '@/components/ui/skeletons';
import { ICON } from '@/components/ui/theme';
import { type Filters, useFilters } from '@/components/ui/use-filters';
import { useTypedFilter } from '@/components/ui/use-typed-filter';
import { filtersFrom } from '@/server/domains/knowledge/filters.rules';
import { SEARCH_QUERY_CHARACTERS_MAX, SEARCH_RESULTS_MAX } from '@/server/domains/knowledge/limits.schema';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import { useItemFilters } from './item-filters';
import classes from './knowledge.module.css';
import { CONTENT_TYPE_LABELS } from './labels';
import { RESULTS_A_PAGE } from './results-a-page';
import { StatusBadge } from './status-badge';

type Answer = inferRouterOutputs<AppRouter>['knowledge']['search']['items'];
type Hit = Answer['results'][number];

/** The results of a search, with filters; both live in the address. */
export function SearchResults() {
  const trpc = useTRPC();
  const filters = useFilters();
  const { definitions, filtered } = useItemFilters(filters);
  const q = (filters.one('q') ?? '').slice(0, SEARCH_QUERY_CHARACTERS_MAX);
  const [shown, setShown] = useState(RESULTS_A_PAGE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its first page
  useEffect(() => setShown(RESULTS_A_PAGE), [q]);
  const asked = q.trim() !== '';
  const asking = { q, ...filtersFrom(filters.all) };
  const { data, error, isFetching, isPlaceholderData } = useQuery(
    trpc.knowledge.search.items.queryOptions(
      { ...asking, limit: Math.min(shown, SEARCH_RESULTS_MAX) },
      { enabled: asked, placeholderData: keepPreviousData },
    ),
  );
  const answer = useLastAnswer(JSON.stringify(asking), data, isPlaceholderData);
  return (
    <Page>
      <PageHeader title="Search">
        <QueryField filters={filters} />
      </PageHeader>
      <FilterChips filters={filters} definitions={definitions} />
      {asked ? (
        <Answered answer={answer} error={error} q={q} filtered={filtered}>
          {answer && answer.total > answer.results.length ? (
            <TheRest
              isEnd={shown >= SEARCH_RESULTS_MAX}
              loading={isFetching}
              onMore={() => setShown(shown + RESULTS_A_PAGE)}
            />
          ) : null}
        </Answered>
      ) : (
        <EmptyState title="What are you looking for?">
          What has all of your words comes first. Put a phrase in “quotes”, and a minus before a word that must not
          occur.
        </EmptyState>
      )}
    </Page>
  );
}

function QueryField({ filters }: { filters: Filters }) {
  const { typed, type } = useTypedFilter(filters, 'q');
  return (
    <TextInput
      data-page-search
      type="search"
      size="md"
      mt="sm"
      maw={820}
      autoFocus={filters.one('q') === null}
      aria-label="Search the text of everything"
      placeholder="Search the text of everything"
      maxLength={SEARCH_QUERY_CHARACTERS_MAX}
      leftSection={<IconSearch {...ICON} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

/** What a question was answered last stays where asking for more of it fails. */
function useLastAnswer(question: string, data: Answer | undefined, isOfAnother: boolean): Answer | undefined {
  const [last, setLast] = useState<{ question: string; answer: Answer } | null>(null);
  if (data && !isOfAnother && data !== last?.answer) setLast({ question, answer: data });
  return data ?? (last?.question === question ? last.answer : undefined);
}

type RestProps = { isEnd: boolean; loading: boolean; onMore: () => void };

/** What is not shown yet; at the end of what a search gives, how to come to the others. */
function TheRest({ isEnd, loading, onMore }: RestProps) {
  if (isEnd) {
    return (
      <Text size="sm" c="dimmed">
        A search shows the first {SEARCH_RESULTS_MAX}. More words or a filter bring the others up.
      </Text>
    );
  }
  return (
    <Button variant="default" size="compact-sm" loading={loading} onClick={onMore}>
      Load more
    </Button>
  );
}

type AnsweredProps = { answer: Answer | undefined; error: unknown; q: string; filtered: boolean; children: ReactNode };

function Answered({ answer, error, q, filtered, children }: AnsweredProps) {
  if (error && !answer) return <ErrorState compact title="The search could not be made" todo={errorMessage(error)} />;
  if (!answer) return <TextSkeleton lines={8} />;
  if (answer.total === 0) {
    return (
      <EmptyState
        title={`Nothing was found for “${q}”`}
        action={
          <LinkButton href="/library?new=1" variant="default">
            Write it down
          </LinkButton>
        }
      >
        {answer.tooCommon
          ? 'These words are in nearly every text, so only titles are searched for them. Add a word that says more.'
          : `Nothing that you may read has these words. Try fewer or other words${filtered ? ', or take a filter away' : ''}.`}
      </EmptyState>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {countWords(answer)}
      </Text>
      {error ? (
        <Text size="sm" c="dimmed" mb="xs">
          This is not up to date: asking again failed. {errorMessage(error)}
        </Text>
      ) : null}
      <ol className={classes.results}>
        {answer.results.map((hit) => (
          <Result key={hit.id} hit={hit} />
        ))}
      </ol>
      <Group mt="md">{children}</Group>
    </>
  );
}

function countWords({ spelledAlike, tooCommon, total }: Answer): string {
  if (spelledAlike) return `Nothing has these words. Titles that are spelled alike: ${total}`;
  if (tooCommon) return `These words are in nearly every text. Titles with them: ${total}`;
  return total === 1 ? '1 item' : `${total} items`;
}

/** A piece out of a text says so where it does not begin or end with a sentence. */
function cutOut(segments: Hit['segments']): Hit['segments'] {
  const words = segments.map((segment) => segment.text).join('');
  const before = /^[\p{Lu}\p{N}“"(]/u.test(words) || words === '' ? [] : [{ text: '… ', hit: false }];
  const after = /[.!?…:”")]\s*$/u.test(words) || words === '' ? [] : [{ text: ' …', hit: false }];
  return [...before, ...segments, ...after];
}

function Result({ hit }: { hit: Hit }) {
  return (
    <li data-row>
      <Link href={itemPath(hit)} className={classes.resultTitle} data-row-link prefetch={false}>
        <Segments segments={hit.titleSegments} />
      </Link>
      <p className={classes.snippet}>
        <Segments segments={cutOut(hit.segments)} />
      </p>
      <div className={classes.resultFacts}>
        <span>{CONTENT_TYPE_LABELS[hit.contentType]}</span>
        <StatusBadge status={hit.status} />
        <span>{hit.author.name}</span>
        <RelativeTime at={hit.updatedAt} />
      </div>
    </li>
  );
}
