import { Button, type ButtonProps } from '@mantine/core';
import { INBOX_WORDS } from './labels';

type Props = Pick<ButtonProps, 'variant' | 'size'> & {
  /** When the newest unread came; undefined where all is read: the button rests, and keeps the focus that is on it. */
  until: Date | undefined;
  onMarkAll: (until: Date) => void;
};

export function MarkAll({ until, onMarkAll, ...look }: Props) {
  return (
    <Button
      {...look}
      aria-disabled={until === undefined}
      data-disabled={until === undefined || undefined}
      onClick={() => until && onMarkAll(until)}
    >
      {INBOX_WORDS.markAll}
    </Button>
  );
}
