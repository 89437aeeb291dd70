import { TextInput } from '@mantine/core';
import { IconCheck, IconTrash } from '@tabler/icons-react';
import type { EditorState } from '@tiptap/pm/state';
import { type Editor, useEditorState } from '@tiptap/react';
import type { FormEvent } from 'react';
import { ATTRIBUTE_CHARACTERS_MAX } from '@/server/domains/knowledge/document-values.schema';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { Tool } from './tool';
import { useDraft } from './use-draft';
import { type FocusWish, useFocusWhenShown } from './use-focus-when-shown';

const NO_WISH: FocusWish = { isWished: false, onHeard: () => undefined };

/**
 * Tells an image's form from another's: by its address, and the how many-th of that it is. Not by its place: a colleague who
 * writes above moves it, and what is typed in the form stays; nor by its words.
 */
export function imageKey({ doc }: EditorState, at: number, src: string): string {
  let before = 0;
  doc.nodesBetween(0, at, ({ attrs }) => {
    if (attrs.src === src) before += 1;
  });
  return `${before} ${src}`;
}

/** What an image shows, in words. @param onSet is given null for none */
export function AltForm({
  alt,
  onSet,
  wish = NO_WISH,
}: {
  alt: string;
  onSet: (words: string | null) => void;
  wish?: FocusWish;
}) {
  const field = useFocusWhenShown(wish);
  const { typed, type } = useDraft(alt, field, ATTRIBUTE_CHARACTERS_MAX);
  const set = (event: FormEvent) => {
    event.preventDefault();
    const words = typed.trim();
    type(words);
    onSet(words || null);
  };
  return (
    <form onSubmit={set} className={classes.altForm}>
      <TextInput
        size="xs"
        ref={field}
        aria-label={WORDS.altText}
        placeholder={WORDS.altText}
        maxLength={ATTRIBUTE_CHARACTERS_MAX}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Tool icon={IconCheck} label={WORDS.setAltText} submit />
    </form>
  );
}

/** The selected image: what it shows, in words, and how to remove it. */
export function ImageTools({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const { image, alt } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const { src, alt: words }: Record<string, unknown> = now.getAttributes('image');
      const image = imageKey(now.state, now.state.selection.from, String(src));
      return { image, alt: typeof words === 'string' ? words : '' };
    },
  });
  const setAlt = (words: string | null) => {
    editor.chain().updateAttributes('image', { alt: words }).run();
    onDone();
  };
  return (
    <>
      <AltForm key={image} alt={alt} onSet={setAlt} />
      <Tool icon={IconTrash} label={WORDS.removeImage} onClick={() => editor.chain().focus().deleteSelection().run()} />
    </>
  );
}
