'use client';

import { type ReactNode, useCallback, useState } from 'react';
import { type KeptPage, listKept } from '@/components/editor/kept-changes';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { keptWords } from './kept-words';
import { signOutHere } from './sign-out';

/** The way out of this browser. It asks first where something would be lost by it. */
export function useSignOut(personId: string): { signOut: () => void; dialog: ReactNode } {
  const [kept, setKept] = useState<readonly KeptPage[]>([]);
  const signOut = useCallback(async () => {
    const found = await listKept(personId);
    if (found.length === 0) await signOutHere(personId);
    else setKept(found);
  }, [personId]);
  const dialog = (
    <ConfirmDialog
      opened={kept.length > 0}
      onClose={() => setKept([])}
      title="Sign out"
      verb="Sign out and lose them"
      onConfirm={() => signOutHere(personId)}
    >
      {keptWords(kept.length)}: {kept.map(({ title }) => `“${title}”`).join(', ')}. Signing out removes them from this
      browser. They are sent by themselves while you stay signed in and there is a connection.
    </ConfirmDialog>
  );
  return { signOut: () => void signOut(), dialog };
}
