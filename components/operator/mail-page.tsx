'use client';

import { Alert, Badge, Button, Code, Modal, Stack, Text } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useTRPC } from '@/components/trpc';
import { CopyField } from '@/components/ui/copy-field';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { FilterChips } from '@/components/ui/filter-chips';
import { ListPage } from '@/components/ui/list-page';
import { MailAddress } from '@/components/ui/mail-address';
import { moreOf } from '@/components/ui/more';
import { FactsLine } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { ICON } from '@/components/ui/theme';
import { sayDone, sayRefused } from '@/components/ui/toast';
import { useFilters } from '@/components/ui/use-filters';
import type { MailState } from '@/prisma/generated/enums';
import type { AppRouter } from '@/server/root';
import { MAIL_STATE_LABELS, TEXT_MISSING_LABELS } from './labels';

type MailList = inferRouterOutputs<AppRouter>['operator']['mail'];
type ShownMail = MailList['items'][number];

const STATES = Object.keys(MAIL_STATE_LABELS) as MailState[];
const LINK = /https?:\/\/\S+/;

const COLUMNS: readonly Column<ShownMail>[] = [
  { key: 'subject', header: 'Subject', render: (mail) => mail.subject, small: 'title' },
  { key: 'to', header: 'To', render: (mail) => <MailAddress address={mail.to} />, width: '30%' },
  { key: 'state', header: 'State', render: (mail) => <StateBadge state={mail.state} />, width: '120px' },
  { key: 'when', header: 'Written', render: (mail) => <RelativeTime at={mail.createdAt} />, width: '140px' },
];

/** The first page, as the server read it with the page. */
type Props = { first: { state: MailState | null; page: MailList } };

/** What was sent, and without a mail server what would have been, so that links can be passed on by hand. */
export function MailPage({ first }: Props) {
  const trpc = useTRPC();
  const filters = useFilters();
  const state = STATES.find((one) => one === filters.one('state')) ?? null;
  const query = useInfiniteQuery(
    trpc.operator.mail.infiniteQueryOptions(
      { state },
      {
        getNextPageParam: (page) => page.nextCursor,
        ...(state === first.state ? { initialData: { pages: [first.page], pageParams: [null] } } : {}),
      },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.items);
  const opened = rows?.find((mail) => mail.id === filters.one('mail'));
  return (
    <ListPage
      title="Outgoing mail"
      filters={
        <FilterChips
          filters={filters}
          definitions={[
            {
              key: 'state',
              label: 'State',
              options: STATES.map((value) => ({ value, label: MAIL_STATE_LABELS[value].label })),
            },
          ]}
        />
      }
    >
      {first.page.hasServer ? null : <NoServer />}
      {query.error && !rows ? (
        <ErrorState title="The mails could not be loaded" todo={errorMessage(query.error)} />
      ) : (
        <DataTable
          label="Mails"
          columns={COLUMNS}
          rows={rows}
          rowKey={(mail) => mail.id}
          rowHref={(mail) => filters.href({ mail: mail.id })}
          noun={{ one: 'mail', many: 'mails' }}
          more={moreOf(query)}
          empty={
            <EmptyState title={state ? 'No mail in this state' : 'No mail yet'}>
              Invitations, new passwords and notifications by mail are listed here for 30 days.
            </EmptyState>
          }
        />
      )}
      <Modal
        opened={opened !== undefined}
        onClose={() => filters.set({ mail: null }, 'replace')}
        title={opened?.subject}
        size="lg"
      >
        {opened ? <MailDetails mail={opened} /> : null}
      </Modal>
    </ListPage>
  );
}

function NoServer() {
  return (
    <Alert color="orange" icon={<IconMailOff {...ICON} />} title="No mail leaves this installation" mb="md">
      No mail server is set. What would have been sent stands here: pass the links on yourself, or set{' '}
      <Code>SMTP_URL</Code> and <Code>MAIL_FROM</Code> and start again.
    </Alert>
  );
}

function StateBadge({ state }: { state: MailState }) {
  const { label, color } = MAIL_STATE_LABELS[state];
  return (
    <Badge variant="light" color={color}>
      {label}
    </Badge>
  );
}

function MailDetails({ mail }: { mail: ShownMail }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const resend = useMutation(
    trpc.operator.resendMail.mutationOptions({
      onSuccess: () => sayDone(`The mail to ${mail.to} is on its way`),
      onError: sayRefused,
      onSettled: () => client.invalidateQueries({ queryKey: trpc.operator.mail.pathKey() }),
    }),
  );
  const link = mail.text?.match(LINK)?.[0];
  return (
    <Stack gap="md">
      <FactsLine>
        <StateBadge state={mail.state} />
        <span>To {mail.to}</span>
        <span>
          Written <RelativeTime at={mail.createdAt} />
        </span>
        {mail.sentAt ? (
          <span>
            Sent <RelativeTime at={mail.sentAt} />
          </span>
        ) : null}
        {mail.attempts > 1 ? <span>{mail.attempts} attempts</span> : null}
      </FactsLine>
      {mail.error ? (
        <Alert color="red" title="What the mail server said">
          {mail.error}
        </Alert>
      ) : null}
      {mail.textMissing ? (
        <Text size="sm" c="dimmed">
          {TEXT_MISSING_LABELS[mail.textMissing]}
        </Text>
      ) : (
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {mail.text}
        </Code>
      )}
      {link ? <CopyField label="The link in it" value={link} /> : null}
      {mail.can.resend ? (
        <Button
          style={{ alignSelf: 'flex-start' }}
          loading={resend.isPending}
          onClick={() => resend.mutate({ id: mail.id })}
        >
          Send it {mail.state === 'failed' ? 'again' : 'now'}
        </Button>
      ) : null}
    </Stack>
  );
}
