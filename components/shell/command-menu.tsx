'use client';

import { Modal } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import type { Viewer } from '@/components/ui/viewer';
import classes from './command-menu.module.css';

const load = () => import('./command-list');
const CommandList = dynamic(() => load().then((module) => module.CommandList), {
  ssr: false,
  loading: () => <div className={classes.waiting} />,
});

const PRELOAD_AFTER_MS = 2_000;

type Props = { viewer: Viewer; opened: boolean; onClose: () => void; onKeys: () => void };

/** ⌘K: goes anywhere and does anything. Its code comes after the page's own, before anybody asks for it. */
export function CommandMenu({ viewer, opened, onClose, onKeys }: Props) {
  useEffect(() => {
    const timer = setTimeout(() => void load(), PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Modal.Root opened={opened} onClose={onClose} size={600} yOffset="10vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Find or do anything">
        <Modal.Body p={0}>
          <CommandList viewer={viewer} onClose={onClose} onKeys={onKeys} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
