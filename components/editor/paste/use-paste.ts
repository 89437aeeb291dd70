import type { Editor } from '@tiptap/react';
import { useEffect, useState } from 'react';
import { weightOfDocument } from '../document-size';
import { charactersOf } from '../page-size';
import { type Fullness, fullnessOf } from '../room';
import type { FileUploads } from '../uploads';
import { loadReader } from './reader';

/** What taking up a paste needs of the page around the text. */
export type PasteNeeds = {
  uploads: FileUploads;
  /** What is said while it takes; null when it is done. */
  onProgress: (words: string | null) => void;
  onFiles: (files: File[]) => void;
};

const COUNT_AFTER_MS = 400;
const LOAD_AFTER_MS = 2_000;

/** How full a page is that is nearly full or longer than it may be; null while there is room. */
export function useFullness(editor: Editor | null): Fullness | null {
  const [fullness, setFullness] = useState<Fullness | null>(null);
  useEffect(() => {
    if (!editor) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = () => {
      timer = undefined;
      if (editor.isDestroyed) return;
      setFullness(fullnessOf(charactersOf(editor.state.doc), weightOfDocument(editor.state)));
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
  return fullness;
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
