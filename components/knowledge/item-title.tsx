'use client';

import { ActionIcon, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { PageTitle } from '@/components/ui/page-header';
import { sayRefused } from '@/components/ui/toast';
import { TITLE_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { checkTitle } from '@/server/domains/knowledge/rules';
import classes from './knowledge.module.css';

type Props = { id: string; title: string; revision: number; mayRename: boolean };

/** The title of an item, renamed in place: Enter or leaving keeps it, Esc takes it back. */
export function ItemTitle({ id, title, revision, mayRename }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const [shown, setShown] = useState(title);
  const byKey = useRef(false);
  useEffect(() => setShown(title), [title]);
  const rename = useMutation(
    trpc.knowledge.item.rename.mutationOptions({
      onError: (error) => {
        // What was typed stays in the field; the title is what it was.
        setTyped(shown);
        setShown(title);
        sayRefused(error);
      },
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
        router.refresh();
      },
    }),
  );
  const leave = () => {
    byKey.current = true;
    setTyped(null);
  };
  const keep = (by: 'key' | 'leaving') => {
    if (typed === null) return;
    byKey.current = by === 'key';
    setTyped(null);
    if (typed.trim() === title) return;
    setShown(typed.trim());
    rename.mutate({ id, title: typed, revision });
  };
  if (!mayRename) return <PageTitle>{shown}</PageTitle>;
  if (typed === null) {
    return (
      <PageTitle
        beside={
          <ActionIcon
            // Whoever ended with a key goes on from here.
            ref={(button) => {
              if (byKey.current) button?.focus();
              byKey.current = false;
            }}
            aria-label="Rename"
            className={classes.rename}
            onClick={() => setTyped(shown)}
          >
            <IconPencil size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        }
      >
        {shown}
      </PageTitle>
    );
  }
  return (
    <PageTitle>
      <TitleField value={typed} onType={setTyped} onKeep={keep} onLeave={leave} />
    </PageTitle>
  );
}

type FieldProps = {
  value: string;
  onType: (title: string) => void;
  onKeep: (by: 'key' | 'leaving') => void;
  onLeave: () => void;
};

function TitleField({ value, onType, onKeep, onLeave }: FieldProps) {
  const valid = checkTitle(value).ok;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The key ends here: it is not to press the button that has the focus next.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onLeave();
    else if (valid) onKeep('key');
  };
  return (
    <TextInput
      autoFocus
      aria-label="Title"
      size="md"
      maxLength={TITLE_CHARACTERS_MAX}
      classNames={{ input: classes.titleInput }}
      value={value}
      error={valid ? null : 'Give it a title.'}
      onChange={(event) => onType(event.currentTarget.value)}
      onBlur={() => valid && onKeep('leaving')}
      onKeyDown={onKeyDown}
    />
  );
}
