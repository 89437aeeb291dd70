'use client';

import { Button, Group, Text, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import classes from './copy-field.module.css';
import { ICON } from './theme';

const COPIED_SHOWN_MS = 2_000;

type Props = {
  label: string;
  value: string;
  /** "This is shown once. Keep it where only you can read it." */
  note?: ReactNode;
  /** It was taken along, by the button or by hand. */
  onCopied?: () => void;
};

/** A text to take along: a token that is shown once, an invitation's address. Selected whole when focused. */
export function CopyField({ label, value, note, onCopied }: Props) {
  const clipboard = useClipboard({ timeout: COPIED_SHOWN_MS });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it was copied
  useEffect(() => {
    if (clipboard.copied) onCopied?.();
  }, [clipboard.copied]);
  return (
    <div>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label={label}
          value={value}
          readOnly
          className={classes.field}
          classNames={{ input: classes.input }}
          onFocus={(event) => event.currentTarget.select()}
          onCopy={onCopied}
        />
        <Button
          variant="default"
          // A long value gives way, not the word on the button.
          flex="none"
          leftSection={clipboard.copied ? <IconCheck {...ICON} /> : <IconCopy {...ICON} />}
          onClick={() => clipboard.copy(value)}
        >
          {/* As wide as the longer word, so that the field beside it stays where it is. */}
          <span className={classes.words}>
            <span data-shown={!clipboard.copied}>Copy</span>
            <span data-shown={clipboard.copied}>Copied</span>
          </span>
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt={4} aria-live="polite">
        {clipboard.error ? 'Copying is not allowed here: select the text and copy it yourself.' : note}
      </Text>
    </div>
  );
}
