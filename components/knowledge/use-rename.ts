'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { offerUndo, sayWrong } from '@/components/ui/toast';
import { hasMoved, useItemNow, useItemRefresh } from './use-item-form';

/** A title that was not taken, and why: it waits in its field, and is sent again only by who looks at it. */
type Refused = { title: string; words: string };

type Input = {
  id: string;
  title: string;
  revision: number;
  /** The field covers the title: what others call it meanwhile was not seen. */
  isTyping: boolean;
};

/** Renames an item at once, offers to undo it, and takes it back in words where it is refused. @param onRefused the title waits in its field */
export function useRename(
  { id, title, revision, isTyping }: Input,
  onRefused: (title: string, by: 'key' | 'leaving') => void,
) {
  const [shown, setShown] = useState(title);
  const [refused, setRefused] = useState<Refused | null>(null);
  useEffect(() => setShown(title), [title]);
  // The newest of what the page, an answer and a refusal said.
  const seen = useRef({ title, revision });
  if (!isTyping && revision > seen.current.revision) seen.current = { title, revision };
  const itemNow = useItemNow(id);
  const refresh = useItemRefresh();
  const trpc = useTRPC();
  const { mutateAsync } = useMutation(trpc.knowledge.item.rename.mutationOptions());

  const send = async (wanted: string) => {
    const done = await mutateAsync({ id, title: wanted, revision: seen.current.revision });
    seen.current = { title: wanted.trim(), revision: done.revision };
    refresh();
  };
  /** Something else of the item moved: it is sent once more. Its title did: that is said first. */
  const meet = async (wanted: string): Promise<string | null> => {
    const { item } = await itemNow();
    const other = item.title === seen.current.title || item.title === wanted.trim() ? null : item.title;
    seen.current = { title: item.title, revision: item.revision };
    if (other === null) await send(wanted);
    return other;
  };
  /** @returns what somebody else called it meanwhile, and it is called still; null when it was renamed */
  const sendOrMeet = (wanted: string): Promise<string | null> =>
    send(wanted).then(
      () => null,
      (error: unknown) => {
        if (!hasMoved(error)) throw error;
        return meet(wanted);
      },
    );
  const undo = async (before: string) => {
    setShown(before);
    try {
      const other = await sendOrMeet(before);
      if (other !== null) sayWrong(`Somebody called it “${other}” meanwhile, so it keeps that title.`);
    } finally {
      setShown(seen.current.title);
    }
  };
  const rename = async (wanted: string, by: 'key' | 'leaving') => {
    const before = seen.current.title;
    const refuse = (words: string) => {
      setShown(seen.current.title);
      setRefused({ title: wanted, words });
      onRefused(wanted, by);
      // Whoever has left the field looks elsewhere.
      if (by === 'leaving') sayWrong(words);
    };
    setShown(wanted.trim());
    setRefused(null);
    try {
      const other = await sendOrMeet(wanted);
      if (other === null) offerUndo(`It is called “${wanted.trim()}” now`, () => undo(before));
      else refuse(`Somebody called it “${other}” meanwhile. Your title waits in its field; Enter takes it.`);
    } catch (error) {
      refuse(errorMessage(error));
    }
  };
  return { shown, refused, rename, forget: () => setRefused(null) };
}
