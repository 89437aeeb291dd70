'use client';

import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { LinkAnchor } from '@/components/ui/links';
import classes from './import.module.css';

const LINES_A_PAGE = 50;

export type FileLine = { path: string; words?: string; href?: string };

/** A folded list of files with a word on each; nothing when there is none. */
export function FileLines({
  title,
  lines,
  open = false,
}: {
  title: string;
  lines: readonly FileLine[];
  open?: boolean;
}) {
  const [shown, setShown] = useState(LINES_A_PAGE);
  if (lines.length === 0) return null;
  return (
    <details className={classes.lines} open={open}>
      <summary>{title}</summary>
      <ul>
        {lines.slice(0, shown).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file may stand here twice with the same words, and nothing moves
          <li key={index}>
            {line.href === undefined ? (
              line.path
            ) : (
              <LinkAnchor href={line.href} inherit>
                {line.path}
              </LinkAnchor>
            )}
            {line.words === undefined ? null : (
              <Text span size="sm" c="dimmed">
                {' '}
                – {line.words}
              </Text>
            )}
          </li>
        ))}
      </ul>
      {lines.length > shown ? (
        <Stack align="flex-start">
          <Button variant="default" size="compact-sm" onClick={() => setShown(shown + LINES_A_PAGE)}>
            Show more
          </Button>
        </Stack>
      ) : null}
    </details>
  );
}
