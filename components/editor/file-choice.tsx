import type { Editor } from '@tiptap/react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { errorMessage } from '@/components/ui/error-labels';
import { sayRefused, sayWrong } from '@/components/ui/toast';
import { INLINE_MEDIA_TYPES } from '@/server/platform/storage/limits.schema';
import { insertFiles, insertImages, replaceImage } from './files';
import { WORDS } from './labels';
import type { FileUploads, UploadFile } from './uploads';

/** How many files are on their way, and what an upload needs. */
export function useUploads(uploadFile: UploadFile | undefined): { uploads: FileUploads; uploading: number } {
  const [uploading, setUploading] = useState(0);
  const uploads = useMemo(
    () => ({
      upload: uploadFile,
      onCount: (change: number) => setUploading((count) => count + change),
      onError: (error: unknown, name?: string) =>
        name ? sayWrong(WORDS.notAdded(name, errorMessage(error))) : sayRefused(error),
    }),
    [uploadFile],
  );
  return { uploads, uploading };
}

const IMAGES = INLINE_MEDIA_TYPES.join(',');

type FileChoice = { addImages: () => void; addFiles: () => void; replaceImage: () => void; chooser: ReactNode };

/** Asks for files: for images as new figures, for another image in the one at the selection, or for any to link to. */
export function useFileChoice(editor: Editor | null, uploads: FileUploads): FileChoice {
  const chooser = useRef<HTMLInputElement>(null);
  const put = useRef(insertImages);
  const choose = (then: typeof insertImages, accept: string) => () => {
    put.current = then;
    // The focus goes back to the text before the choice, so that what is typed after it arrives there.
    editor?.commands.focus();
    if (chooser.current) chooser.current.accept = accept;
    chooser.current?.click();
  };
  return {
    addImages: choose(insertImages, IMAGES),
    addFiles: choose(insertFiles, ''),
    replaceImage: choose(replaceImage, IMAGES),
    chooser: (
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label={WORDS.file}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (editor) void put.current(editor, files, uploads);
        }}
      />
    ),
  };
}
