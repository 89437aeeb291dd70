import type { Editor } from '@tiptap/react';
import type { PublicError } from '@/server/platform/errors.schema';
import { FILE_BYTES_MAX, isInlineMediaType } from '@/server/platform/storage/limits.schema';

/** What a file is sent for: to be shown in the text, or to be linked to. */
export type FileUse = 'image' | 'file';
export type UploadedFile = { src: string; name: string };
export type UploadFile = (file: File, as: FileUse) => Promise<UploadedFile>;

/** An image that no page would show, as an SVG, whose scripts could run. */
const NOT_SHOWN: PublicError = { code: 'invalid', reason: 'image_type', params: {}, reference: '' };

const NOT_ALLOWED: PublicError = { code: 'forbidden', reason: 'not_allowed', params: {}, reference: '' };
const TOO_LARGE: PublicError = { code: 'too_large', reason: 'file_too_large', params: {}, reference: '' };

const locked = (name: string): PublicError => ({
  code: 'forbidden',
  reason: 'text_locked',
  params: { name },
  reference: '',
});

/** Why a file is not sent at all: what it is, or how much; null when it may be. */
export function refusalOf(file: File, as: FileUse): PublicError | null {
  if (as === 'image' && !isInlineMediaType(file.type)) return NOT_SHOWN;
  return file.size > FILE_BYTES_MAX ? TOO_LARGE : null;
}

export type FileUploads = {
  upload: UploadFile | undefined;
  onCount: (change: number) => void;
  /** @param name of the file that is not added */
  onError: (error: unknown, name?: string) => void;
};

type Putting = {
  as: (file: File) => FileUse;
  mayPut: (file: File) => boolean;
  put: (uploaded: UploadedFile, as: FileUse) => void;
};

/** Uploads files one by one and gives each to `put`, as long as there is room for one more. What cannot be uploaded is reported and leaves no trace; once the text is locked nothing more is uploaded. */
export async function uploadEach(
  editor: Editor,
  files: File[],
  { upload, onCount, onError }: FileUploads,
  { as, mayPut, put }: Putting,
): Promise<void> {
  if (!upload) return onError(NOT_ALLOWED);
  for (const file of files) {
    const use = as(file);
    const refusal = refusalOf(file, use);
    if (refusal !== null) {
      onError(refusal, file.name);
      continue;
    }
    if (!mayPut(file)) return;
    onCount(1);
    try {
      const kept = await upload(file, use);
      // Whoever has closed the text has left it; who still has it open is told that the file is not in it.
      if (editor.isDestroyed) return;
      if (!editor.isEditable) return onError(locked(file.name));
      put(kept, use);
    } catch (error) {
      onError(error, file.name);
    } finally {
      onCount(-1);
    }
  }
}
