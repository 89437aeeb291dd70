import type { ReactNode } from 'react';
import { Page } from './page';
import { type Crumb, PageHeader } from './page-header';

type Props = {
  title: string;
  breadcrumbs?: readonly Crumb[];
  facts?: ReactNode;
  /** The one primary button. */
  action?: ReactNode;
  secondary?: ReactNode;
  /** `<FilterChips …>`. */
  filters?: ReactNode;
  /** `<DataTable …>`. */
  children: ReactNode;
};

/** The first of the five kinds of page: title, one primary button, search and filters, a table. */
export function ListPage({ filters, children, ...head }: Props) {
  return (
    <Page>
      <PageHeader {...head} />
      {filters}
      {children}
    </Page>
  );
}
