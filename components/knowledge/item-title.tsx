'use client';

import { ActionIcon, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useDirty } from '@/components/ui/dirty';
import { PageTitle } from '@/components/ui/page-header';
import { offerUndo } from '@/components/ui/toast';
import { TITLE_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { checkTitle } from '@/server/domains/knowledge/rules';
import classes from './knowledge.module.css';
import { useRename } from './use-rename';

type Props = { id: string; title: string; revision: number; mayRename: boolean };

/**
 * The title of an item, renamed in place: Enter or leaving keeps it, Esc takes it back; either can be undone. A title
 * that was refused, or does not fit, waits in its field; leaving that again sends nothing.
 */
export function ItemTitle({ mayRename, ...item }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement | null>(null);
  const byKey = useRef(false);
  const takesFocus = useRef(true);
  const { shown, refused, rename, forget } = useRename({ ...item, isTyping: typed !== null }, (title, by) => {
    // Only whoever still stands where they pressed Enter is led back.
    takesFocus.current = by === 'key' && document.activeElement === button.current;
    setTyped((newer) => newer ?? title);
  });
  useDirty(() => typed !== null && typed.trim() !== shown);
  const leave = () => {
    byKey.current = true;
    setTyped(null);
    forget();
    if (typed === null || typed.trim() === shown) return;
    offerUndo(`The title stays “${shown}”`, async () => {
      takesFocus.current = true;
      setTyped((newer) => newer ?? typed);
    });
  };
  const keep = (by: 'key' | 'leaving') => {
    if (typed === null || (by === 'leaving' && typed === refused?.title)) return;
    byKey.current = by === 'key';
    setTyped(null);
    if (typed.trim() === shown) forget();
    else void rename(typed, by);
  };
  // A title that is being typed when the right to it ends stays in its field; keeping it is refused in words.
  if (!mayRename && typed === null) return <PageTitle>{shown}</PageTitle>;
  if (typed === null) {
    return (
      <PageTitle
        beside={
          <ActionIcon
            // Whoever ended with a key goes on from here.
            ref={(element) => {
              button.current = element;
              if (byKey.current) element?.focus();
              byKey.current = false;
            }}
            aria-label="Rename"
            className={classes.rename}
            onClick={() => {
              takesFocus.current = true;
              setTyped(shown);
            }}
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
      <TitleField
        value={typed}
        takesFocus={takesFocus.current}
        refusal={typed === refused?.title ? refused.words : null}
        onType={setTyped}
        onKeep={keep}
        onLeave={leave}
      />
    </PageTitle>
  );
}

type FieldProps = {
  value: string;
  takesFocus: boolean;
  refusal: string | null;
  onType: (title: string) => void;
  onKeep: (by: 'key' | 'leaving') => void;
  onLeave: () => void;
};

/** What keeps a title from being taken. A long one is not cut: what is pasted is there, to be shortened. */
function titleWords(title: string): string {
  const { length } = title.trim();
  if (length === 0) return 'Give it a title.';
  return `A title has at most ${TITLE_CHARACTERS_MAX} characters; this one has ${length}. Nothing of it was cut.`;
}

function TitleField({ value, takesFocus, refusal, onType, onKeep, onLeave }: FieldProps) {
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
      autoFocus={takesFocus}
      aria-label="Title"
      size="md"
      classNames={{ input: classes.titleInput }}
      value={value}
      error={valid ? refusal : titleWords(value)}
      errorProps={{ role: 'alert' }}
      onChange={(event) => onType(event.currentTarget.value)}
      onBlur={() => valid && onKeep('leaving')}
      onKeyDown={onKeyDown}
    />
  );
}
