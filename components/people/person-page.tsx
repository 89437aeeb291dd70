'use client';

import { Badge, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { LinkAnchor, LinkButton } from '@/components/ui/links';
import { MailAddress } from '@/components/ui/mail-address';
import { Page, WithPanel } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { PersonName } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { FactList, PanelSection, SidePanel } from '@/components/ui/side-panel';
import { useViewer } from '@/components/ui/viewer';
import type { PersonRecord } from '@/server/domains/people/records.schema';
import { DeactivateDialog } from './deactivate-dialog';
import { ACCESS_ROLE_LABELS } from './labels';
import { ManagePersonDialog } from './manage-person-dialog';
import classes from './people.module.css';
import { useReactivate } from './use-reactivate';

const CRUMBS = [{ label: 'People', href: '/people' }];

/** One person: who they are, where they work, who reports to them; what an administrator may change about it. */
export function PersonPage({ person: first }: { person: PersonRecord }) {
  const trpc = useTRPC();
  const { data: person } = useQuery(trpc.people.person.byId.queryOptions({ id: first.id }, { initialData: first }));
  const viewer = useViewer();
  const [dialog, setDialog] = useState<'manage' | 'deactivate' | null>(null);
  const { reactivate, busy } = useReactivate(person);
  const { can } = person;
  return (
    <Page>
      <PageHeader
        title={person.name}
        breadcrumbs={CRUMBS}
        facts={
          <>
            {person.left ? <Badge color="gray">Has left</Badge> : null}
            {person.jobLevel || person.jobRole ? <span>{person.jobLevel?.name ?? person.jobRole?.name}</span> : null}
            {person.teams.map((team) => (
              <span key={team.id}>{team.name}</span>
            ))}
          </>
        }
        action={
          viewer?.id === person.id ? (
            <LinkButton href="/settings">Edit your profile</LinkButton>
          ) : can.reactivate ? (
            <Button loading={busy} onClick={reactivate}>
              Reactivate
            </Button>
          ) : null
        }
        secondary={
          <>
            {can.manage ? (
              <Button variant="default" onClick={() => setDialog('manage')}>
                Change role and manager
              </Button>
            ) : null}
            {can.deactivate ? (
              <Button variant="subtle" color="red" onClick={() => setDialog('deactivate')}>
                Deactivate
              </Button>
            ) : null}
          </>
        }
      />
      <WithPanel panel={<PersonFacts person={person} self={viewer?.id === person.id} />}>
        {person.deactivation ? <Left deactivation={person.deactivation} /> : null}
        <Reports person={person} self={viewer?.id === person.id} />
      </WithPanel>
      <ManagePersonDialog person={person} opened={dialog === 'manage'} onClose={() => setDialog(null)} />
      <DeactivateDialog person={person} opened={dialog === 'deactivate'} onClose={() => setDialog(null)} />
    </Page>
  );
}

function Reports({ person, self }: { person: PersonRecord; self: boolean }) {
  return (
    <section className={classes.section} aria-labelledby="reports">
      <h2 id="reports" className={classes.sectionTitle}>
        {self ? 'Who reports to you' : `Who reports to ${person.name}`}
      </h2>
      {person.reports.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody.
        </Text>
      ) : (
        <ul className={classes.rows}>
          {person.reports.map((report) => (
            <li key={report.id}>
              <PersonName person={report} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Left({ deactivation }: { deactivation: NonNullable<PersonRecord['deactivation']> }) {
  return (
    <Text size="sm" mb="lg">
      Deactivated <RelativeTime at={deactivation.at} />
      {deactivation.by ? ` by ${deactivation.by.name}` : ''}.{' '}
      {deactivation.handedOverTo ? `What they owned went to ${deactivation.handedOverTo.name}. ` : ''}
      {deactivation.reason ?? ''}
    </Text>
  );
}

function PersonFacts({ person, self }: { person: PersonRecord; self: boolean }) {
  const facts = [
    { name: 'Job role', value: person.jobRole?.name ?? 'None' },
    { name: 'Level', value: levelOf(person) },
    { name: 'Reports to', value: person.manager ? <PersonName person={person.manager} /> : 'Nobody' },
    { name: 'Access', value: ACCESS_ROLE_LABELS[person.accessRole].name },
    ...(person.email ? [{ name: 'E-mail', value: <MailAddress address={person.email} /> }] : []),
    { name: 'Time zone', value: person.timeZone },
    { name: 'Here since', value: <RelativeTime at={person.since} /> },
    {
      name: 'Items',
      value: (
        <LinkAnchor href={`/library?authorId=${person.id}`} size="sm">
          {self ? 'What you wrote' : 'What they wrote'}
        </LinkAnchor>
      ),
    },
  ];
  return (
    <SidePanel label="About this person">
      <PanelSection title="About">
        <FactList facts={facts} />
      </PanelSection>
      <PanelSection title="Teams">
        {person.teams.length === 0 ? (
          <Text size="sm" c="dimmed">
            In no team.
          </Text>
        ) : (
          <ul className={classes.plain}>
            {person.teams.map((team) => (
              <li key={team.id}>{team.name}</li>
            ))}
          </ul>
        )}
      </PanelSection>
    </SidePanel>
  );
}

function levelOf({ jobLevel }: PersonRecord): string {
  if (!jobLevel) return 'None';
  return jobLevel.senior ? `${jobLevel.name} (senior)` : jobLevel.name;
}
