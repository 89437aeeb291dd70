import type { Editor } from '@tiptap/react';
import { type ReactNode, type RefObject, useMemo, useRef, useState } from 'react';
import { sayRefused } from '@/components/ui/toast';
import { INLINE_MEDIA_TYPES } from '@/server/platform/storage/limits.schema';
import { type ImageUploads, insertImages, replaceImage, type UploadImage } from './images';
import { WORDS } from './labels';

/** How many images are on their way, and what an upload needs. */
export function useUploads(uploadImage: UploadImage | undefined): { uploads: ImageUploads; uploading: number } {
  const [uploading, setUploading] = useState(0);
  const uploads = useMemo(
    () => ({
      upload: uploadImage,
      onCount: (change: number) => setUploading((count) => count + change),
      onError: sayRefused,
    }),
    [uploadImage],
  );
  return { uploads, uploading };
}

type ChooserProps = { chooser: RefObject<HTMLInputElement | null>; onChoose: (files: File[]) => void };

function ImageChooser({ chooser, onChoose }: ChooserProps) {
  return (
    <input
      ref={chooser}
      type="file"
      accept={INLINE_MEDIA_TYPES.join(',')}
      multiple
      hidden
      aria-label={WORDS.image}
      onChange={(event) => {
        onChoose([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = '';
      }}
    />
  );
}

type ImageChoice = { add: () => void; replace: () => void; chooser: ReactNode };

/** Asks for image files: for new figures, or for another image in the one at the selection. */
export function useImageChoice(editor: Editor | null, uploads: ImageUploads): ImageChoice {
  const chooser = useRef<HTMLInputElement>(null);
  const put = useRef(insertImages);
  const choose = (then: typeof insertImages) => () => {
    put.current = then;
    // The focus goes back to the text before the choice, so that what is typed after it arrives there.
    editor?.commands.focus();
    chooser.current?.click();
  };
  const onChoose = (files: File[]) => {
    if (editor) void put.current(editor, files, uploads);
  };
  return {
    add: choose(insertImages),
    replace: choose(replaceImage),
    chooser: <ImageChooser chooser={chooser} onChoose={onChoose} />,
  };
}
