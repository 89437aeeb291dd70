'use client';

import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconLock, IconWorld } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { ICON } from '@/components/ui/theme';
import type { AccessLevel } from '@/prisma/generated/enums';
import classes from './knowledge.module.css';
import { ACCESS_LABELS } from './labels';

const ReadersDialog = dynamic(() => import('./readers-dialog').then((module) => module.ReadersDialog));

/** Who may read, in the line of facts; a press says who that is and why. */
export function AccessFact({ id, accessLevel }: { id: string; accessLevel: AccessLevel }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // The dialog is gone at once and cannot give the focus back itself.
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const Icon = accessLevel === 'public' ? IconWorld : IconLock;
  return (
    <>
      <UnstyledButton ref={button} className={classes.fact} onClick={() => setOpen(true)}>
        <Icon {...ICON} size={15} />
        {ACCESS_LABELS[accessLevel]}
        <VisuallyHidden>: who can see this, and why</VisuallyHidden>
      </UnstyledButton>
      {open ? <ReadersDialog id={id} opened onClose={close} /> : null}
    </>
  );
}
