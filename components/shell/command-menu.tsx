'use client';

import { getDefaultZIndex, Modal } from '@mantine/core';
import { type ComponentType, useEffect, useMemo, useState } from 'react';
import { sayRefused } from '@/components/ui/toast';
import type { Viewer } from '@/components/ui/viewer';
import { CommandField } from './command-field';
import type { CommandListProps } from './command-list';
import classes from './command-menu.module.css';
import type { ShellActs } from './commands';

const PRELOAD_AFTER_MS = 2_000;
/** The menu gives the focus back to where it was; only then may what it opened take it. */
const FOCUS_BACK_MS = 50;
/** Above a dialog that it was opened over. */
const ABOVE_DIALOGS = getDefaultZIndex('popover');

type Props = { viewer: Viewer; opened: boolean; onClose: () => void; acts: ShellActs };

/** The answers' code: loaded once, soon after the page's own or when somebody asks. */
function useCommandList(wanted: boolean): ComponentType<CommandListProps> | null {
  const [List, setList] = useState<ComponentType<CommandListProps> | null>(null);
  useEffect(() => {
    if (List) return;
    const load = () =>
      void import('./command-list').then(
        (module) => setList(() => module.CommandList),
        // It is asked for again the next time; only who waits for it is told.
        (error: unknown) => wanted && sayRefused(error),
      );
    const timer = setTimeout(load, wanted ? 0 : PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [List, wanted]);
  return List;
}

/** ⌘K: goes anywhere and does anything. */
export function CommandMenu({ viewer, opened, onClose, acts }: Props) {
  const List = useCommandList(opened);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!opened) setText('');
  }, [opened]);
  const { showKeys, createItem, signOut } = acts;
  const afterMenu = useMemo<ShellActs>(
    () => ({
      showKeys: () => void setTimeout(showKeys, FOCUS_BACK_MS),
      createItem: () => void setTimeout(createItem, FOCUS_BACK_MS),
      signOut: () => void setTimeout(signOut, FOCUS_BACK_MS),
    }),
    [showKeys, createItem, signOut],
  );
  return (
    <Modal.Root opened={opened} onClose={onClose} size={600} yOffset="10vh" zIndex={ABOVE_DIALOGS}>
      <Modal.Overlay />
      <Modal.Content aria-label="Find or do anything">
        <Modal.Body p={0}>
          {List ? (
            <List viewer={viewer} text={text} onText={setText} onClose={onClose} acts={afterMenu} />
          ) : (
            <>
              <CommandField value={text} onText={setText} />
              <div className={classes.waiting} />
            </>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
