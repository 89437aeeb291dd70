import { Alert } from '@mantine/core';
import type { Editor } from '@tiptap/react';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import classes from '../editor.module.css';
import { PASTE_WORDS } from './labels';
import { useFullness } from './use-paste';

/** What is said of a paste that takes its time, and of a page that is nearly full. */
export function PasteState({ editor, progress }: { editor: Editor; progress: string | null }) {
  const characters = useFullness(editor);
  const over = characters === null ? 0 : characters - MARKDOWN_CHARACTERS_MAX;
  return (
    <>
      {progress === null ? null : <output className={classes.uploading}>{progress}</output>}
      {characters === null ? null : (
        <Alert color={over > 0 ? 'red' : 'yellow'} variant="light" role="status" p="xs">
          {over > 0 ? PASTE_WORDS.full(over) : PASTE_WORDS.nearlyFull(characters)}
        </Alert>
      )}
    </>
  );
}
