import type { Editor } from '@tiptap/react';
import { useEffect, useState } from 'react';
import type { ImageUploads } from '../images';
import { charactersOf, NEARLY_FULL_SHARE, shareOf } from '../page-size';
import { loadReader } from './reader';

/** What taking up a paste needs of the page around the text. */
export type PasteNeeds = {
  uploads: ImageUploads;
  /** What is said while it takes; null when it is done. */
  onProgress: (words: string | null) => void;
  onImages: (files: File[]) => void;
};

const COUNT_AFTER_MS = 400;
const LOAD_AFTER_MS = 2_000;

/** The length of a page that is nearly full or longer than it may be; null while there is room. */
export function useFullness(editor: Editor | null): number | null {
  const [characters, setCharacters] = useState<number | null>(null);
  useEffect(() => {
    if (!editor) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      timer = undefined;
      const now = charactersOf(editor.state.doc);
      setCharacters(shareOf(now) >= NEARLY_FULL_SHARE ? now : null);
    };
    const soon = () => {
      timer ??= setTimeout(count, COUNT_AFTER_MS);
    };
    editor.on('update', soon);
    soon();
    return () => {
      clearTimeout(timer);
      editor.off('update', soon);
    };
  }, [editor]);
  return characters;
}

/** Fetches what reads a paste once the page stands, so that one can paste without a connection. */
export function usePasteReader(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    const timer = setTimeout(() => {
      // Without a connection it is tried again when something is pasted.
      loadReader().catch(() => undefined);
    }, LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [opened]);
}
