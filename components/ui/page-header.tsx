import { Group, Title } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Children, Fragment, isValidElement, type ReactElement, type ReactNode } from 'react';
import { CrumbLink } from './links';
import classes from './page-header.module.css';

export type Crumb = { label: string; href: string };

type Props = {
  /** Words, or a `<PageTitle>` that something stands beside. */
  title: string | ReactElement;
  /** The way back, outermost first, without the page itself. `Esc` goes to the last. */
  breadcrumbs?: readonly Crumb[];
  /** A line of facts: status, owner, dates, access. Each child is one fact. */
  facts?: ReactNode;
  /** The one primary act. */
  action?: ReactNode;
  /** A quieter button or two and the menu of the rest. */
  secondary?: ReactNode;
  /** Below the line: tabs, a notice. */
  children?: ReactNode;
};

/** The head of every page: where one is, what it is, its facts, and the one primary act. */
export function PageHeader({ title, breadcrumbs = [], facts, action, secondary, children }: Props) {
  return (
    <header className={classes.header} data-thing={breadcrumbs.length > 0 || undefined}>
      {breadcrumbs.length > 0 ? <Breadcrumbs crumbs={breadcrumbs} /> : null}
      {typeof title === 'string' ? <PageTitle>{title}</PageTitle> : title}
      {action || secondary ? (
        <Group gap="xs" className={classes.acts}>
          {secondary}
          {action}
        </Group>
      ) : null}
      {facts ? <FactsLine>{facts}</FactsLine> : null}
      {children}
    </header>
  );
}

/** The heading of a page. @param props.beside a small act upon it, which is no part of its name */
export function PageTitle({ children, beside }: { children: ReactNode; beside?: ReactNode }) {
  return (
    <div className={classes.title}>
      <Title order={1} className={classes.heading}>
        {children}
      </Title>
      {beside}
    </div>
  );
}

/** Facts in one wrapping line, a dot between them. */
export function FactsLine({ children }: { children: ReactNode }) {
  return (
    <ul className={classes.facts}>
      {factsIn(children).map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts are static children without identity of their own
        <li key={index}>{fact}</li>
      ))}
    </ul>
  );
}

/** A fragment is no fact of its own: what is in it is. */
function factsIn(children: ReactNode): ReactNode[] {
  return Children.toArray(children).flatMap((child) =>
    isValidElement<{ children?: ReactNode }>(child) && child.type === Fragment
      ? factsIn(child.props.children)
      : [child],
  );
}

function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className={classes.crumbs}>
      <ol>
        {crumbs.map((crumb, index) => (
          <li key={crumb.href}>
            <CrumbLink href={crumb.href} isLast={index === crumbs.length - 1}>
              {crumb.label}
            </CrumbLink>
            {index < crumbs.length - 1 ? <IconChevronRight size={14} stroke={1.5} aria-hidden /> : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}
