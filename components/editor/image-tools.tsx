import { TextInput } from '@mantine/core';
import { IconCheck, IconTrash } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import type { FormEvent } from 'react';
import { ATTRIBUTE_CHARACTERS_MAX } from '@/server/domains/knowledge/document-values.schema';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { Tool } from './tool';
import { useDraft } from './use-draft';
import { type FocusWish, useFocusWhenShown } from './use-focus-when-shown';

const NO_WISH: FocusWish = { isWished: false, onHeard: () => undefined };

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
  const { typed, type } = useDraft(alt, field);
  const set = (event: FormEvent) => {
    event.preventDefault();
    onSet(typed.trim() || null);
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
  const { src, alt } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const { src: address, alt: words }: Record<string, unknown> = now.getAttributes('image');
      return { src: String(address), alt: typeof words === 'string' ? words : '' };
    },
  });
  const setAlt = (words: string | null) => {
    editor.chain().updateAttributes('image', { alt: words }).run();
    onDone();
  };
  return (
    <>
      {/* Not by its place: a colleague who writes above moves it, and what is typed here stays; nor by its words. */}
      <AltForm key={src} alt={alt} onSet={setAlt} />
      <Tool icon={IconTrash} label={WORDS.removeImage} onClick={() => editor.chain().focus().deleteSelection().run()} />
    </>
  );
}
