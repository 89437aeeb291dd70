import { TextInput } from '@mantine/core';
import { IconCheck, IconTrash } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type FormEvent, useState } from 'react';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { Tool } from './tool';

function AltForm({ editor, alt, onDone }: { editor: Editor; alt: string; onDone: () => void }) {
  const [typed, setTyped] = useState(alt);
  const set = (event: FormEvent) => {
    event.preventDefault();
    editor
      .chain()
      .updateAttributes('image', { alt: typed.trim() || null })
      .run();
    onDone();
  };
  return (
    <form onSubmit={set} className={classes.linkForm}>
      <TextInput
        size="xs"
        aria-label={WORDS.altText}
        placeholder={WORDS.altText}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
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
  return (
    <>
      {/* Not by its place: a colleague who writes above moves it, and what is typed here stays. */}
      <AltForm key={`${src} ${alt}`} editor={editor} alt={alt} onDone={onDone} />
      <Tool icon={IconTrash} label={WORDS.removeImage} onClick={() => editor.chain().focus().deleteSelection().run()} />
    </>
  );
}
