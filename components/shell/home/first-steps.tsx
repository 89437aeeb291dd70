import { Text } from '@mantine/core';
import { IconFileImport, IconFilePlus, IconUserPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { ICON } from '@/components/ui/theme';
import classes from './home.module.css';

/** What an empty installation offers first. */
export function FirstSteps({ mayInvite }: { mayInvite: boolean }) {
  const steps = [
    {
      href: '/library/import',
      icon: IconFileImport,
      title: 'Import what you have',
      why: 'A folder or a zip of Markdown becomes items, with its links and images.',
    },
    {
      href: '/library?new=1',
      icon: IconFilePlus,
      title: 'Write the first item',
      why: 'Start with what you are asked most often. Colleagues can write in it with you.',
    },
    ...(mayInvite
      ? [
          {
            href: '/people?invite=1',
            icon: IconUserPlus,
            title: 'Invite people',
            why: 'One by one, or all at once from a CSV file with teams, roles and managers.',
          },
        ]
      : []),
  ];
  return (
    <section aria-labelledby="first-steps">
      <h2 id="first-steps" className={classes.heading}>
        There is nothing to read yet
      </h2>
      <Text c="dimmed" size="sm" mb="md">
        What the company knows will stand here: what changed, and what waits for you. Begin with one of these.
      </Text>
      <ul className={classes.steps}>
        {steps.map((step) => (
          <li key={step.href}>
            <Link href={step.href} className={classes.step}>
              <step.icon {...ICON} />
              <span className={classes.stepTitle}>{step.title}</span>
              <span className={classes.stepWhy}>{step.why}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
