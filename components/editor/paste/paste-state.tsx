import { Alert } from '@mantine/core';
import type { Editor } from '@tiptap/react';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import classes from '../editor.module.css';
import type { Fullness } from '../room';
import { PASTE_WORDS } from './labels';
import { useFullness } from './use-paste';

const NEARLY_FULL: Record<Fullness['kind'], (of: number) => string> = {
  characters: PASTE_WORDS.nearlyFull,
  bytes: PASTE_WORDS.nearlyHeavy,
  structs: PASTE_WORDS.nearlyManyParts,
};

function FullNotice({ kind, of }: Fullness) {
  const over = kind === 'characters' ? of - MARKDOWN_CHARACTERS_MAX : 0;
  const words = NEARLY_FULL[kind](of);
  return (
    <Alert color={over > 0 ? 'red' : 'yellow'} variant="light" role="status" p="xs">
      {over > 0 ? PASTE_WORDS.full(over) : words}
    </Alert>
  );
}

/** What is said of a paste that takes its time, and of a page that is nearly full. */
export function PasteState({ editor, progress }: { editor: Editor; progress: string | null }) {
  const fullness = useFullness(editor);
  return (
    <>
      {progress === null ? null : <output className={classes.uploading}>{progress}</output>}
      {fullness === null ? null : <FullNotice {...fullness} />}
    </>
  );
}
