'use client';

import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import classes from './side-panel.module.css';
import { ICON } from './theme';

/** The panel on the right of a thing: facts, people, links, activity. On small screens it folds under one button. */
export function SidePanel({ label, children }: { label: string; children: ReactNode }) {
  const [open, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <aside className={classes.panel} aria-label={label}>
      <UnstyledButton className={classes.fold} aria-expanded={open} aria-controls={id} onClick={toggle}>
        {label}
        <IconChevronDown {...ICON} data-open={open || undefined} />
      </UnstyledButton>
      <div id={id} className={classes.content} data-open={open || undefined}>
        {children}
      </div>
    </aside>
  );
}

/** One block of the panel, with its heading. */
export function PanelSection({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section className={classes.section}>
      <div className={classes.heading}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Names and values under one another. */
export function FactList({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
