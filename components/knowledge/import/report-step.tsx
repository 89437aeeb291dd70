'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { LinkButton } from '@/components/ui/links';
import type { ImportReport } from '@/server/domains/knowledge/import/report.schema';
import { itemPath } from '@/server/domains/knowledge/rules';
import { FileLines } from './file-lines';
import classes from './import.module.css';
import { filesLabel, leftOutLabel, reasonWords } from './labels';

type Titled = { path: string; id: string; title: string };

const linked = ({ path, id, title }: Titled, words = title) => ({ path, words, href: itemPath({ id, title }) });

function linksLabel(count: number): string {
  return count === 1 ? '1 link leads nowhere' : `${count} links lead nowhere`;
}

function summary({ created, updated, unchanged, conflicts, failed }: ImportReport): string {
  const parts = [
    `${created} created`,
    updated > 0 ? `${updated} updated` : null,
    unchanged > 0 ? `${unchanged} unchanged` : null,
    conflicts > 0 ? `${conflicts} left as ${conflicts === 1 ? 'it is' : 'they are'} because of a conflict` : null,
    failed > 0 ? `${failed} failed` : null,
  ].filter((part) => part !== null);
  return `${parts.join(', ')}.`;
}

/** The last step: what became of every file. */
export function ReportStep({ report, onAgain }: { report: ImportReport; onAgain: () => void }) {
  const { details } = report;
  return (
    <Stack gap="md" className={classes.form}>
      <Text fw={550} role="status">
        {summary(report)}
      </Text>
      <FileLines
        open
        title={`${filesLabel(report.conflicts)} not overwritten`}
        lines={details.conflicts.map((row) => linked(row, reasonWords(row.reason)))}
      />
      <FileLines
        open
        title={`${filesLabel(report.failed)} failed`}
        lines={details.failed.map(({ path, reason }) => ({ path, words: reasonWords(reason) }))}
      />
      <FileLines
        title={linksLabel(report.unresolvedLinks)}
        lines={details.unresolvedLinks.map(({ path, href, reason }) => ({
          path,
          words: `${href} (${reasonWords(reason)})`,
        }))}
      />
      <FileLines
        title={`${filesLabel(details.notes.length)} with something left out`}
        lines={details.notes.map(({ path, note }) => ({ path, words: reasonWords(note) }))}
      />
      <FileLines title={leftOutLabel(details.leftOut.length)} lines={details.leftOut.map((path) => ({ path }))} />
      <FileLines title={`${filesLabel(report.created)} created`} lines={details.created.map((row) => linked(row))} />
      <FileLines title={`${filesLabel(report.updated)} updated`} lines={details.updated.map((row) => linked(row))} />
      <FileLines
        title={`${filesLabel(report.unchanged)} unchanged`}
        lines={details.unchanged.map((row) => linked(row))}
      />
      <Group gap="xs">
        <LinkButton href="/library">Go to the library</LinkButton>
        <Button variant="default" onClick={onAgain}>
          Import something else
        </Button>
      </Group>
    </Stack>
  );
}
