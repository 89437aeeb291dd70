import type { ReactNode } from 'react';
import { PageHeader } from '@/components/ui/page-header';
import { type Tab, TabsNav } from '@/components/ui/tabs-nav';

type Props = { title: string; mayInvite: boolean; action?: ReactNode; secondary?: ReactNode };

/** The head that the directory's lists share. */
export function PeopleHead({ title, mayInvite, action, secondary }: Props) {
  const tabs: Tab[] = [
    { href: '/people', label: 'People' },
    { href: '/people/teams', label: 'Teams' },
    { href: '/people/job-roles', label: 'Job roles' },
    ...(mayInvite ? [{ href: '/people/invitations', label: 'Invitations' }] : []),
  ];
  return (
    <PageHeader title={title} action={action} secondary={secondary}>
      <TabsNav label="Directory" tabs={tabs} />
    </PageHeader>
  );
}
