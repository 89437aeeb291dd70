import type { Editor } from '@tiptap/react';
import { sayWrong } from '@/components/ui/toast';
import type { PublicError } from '@/server/platform/errors.schema';
import { FILE_BYTES_MAX, isInlineMediaType } from '@/server/platform/storage/limits.schema';
import { changeFigure, insertFigure } from './nodes/insert-figure';
import { PASTE_WORDS } from './paste/labels';
import { noRoomForFigure } from './room';

export type UploadedImage = { src: string };
export type UploadImage = (file: File) => Promise<UploadedImage>;

/** An image that no page would show, as an SVG, whose scripts could run. */
const NOT_SHOWN: PublicError = { code: 'invalid', reason: 'image_type', params: {}, reference: '' };

const NOT_ALLOWED: PublicError = { code: 'forbidden', reason: 'not_allowed', params: {}, reference: '' };
const TOO_LARGE: PublicError = { code: 'too_large', reason: 'file_too_large', params: {}, reference: '' };

/** Why a file is not sent at all: what it is, or how much; null when it may be. */
export function refusalOf(file: File): PublicError | null {
  if (!isInlineMediaType(file.type)) return NOT_SHOWN;
  return file.size > FILE_BYTES_MAX ? TOO_LARGE : null;
}

export type ImageUploads = {
  upload: UploadImage | undefined;
  onCount: (change: number) => void;
  onError: (error: unknown) => void;
};

/** Uploads images one by one and gives each to `put`, as long as there is room for one more. What cannot be uploaded is reported and leaves no trace. */
async function uploadEach(
  editor: Editor,
  files: File[],
  { upload, onCount, onError }: ImageUploads,
  { mayPut, put }: { mayPut: () => boolean; put: (image: UploadedImage) => void },
): Promise<void> {
  if (!upload) return onError(NOT_ALLOWED);
  for (const file of files) {
    const refusal = refusalOf(file);
    if (refusal !== null) {
      onError(refusal);
      continue;
    }
    if (!mayPut()) return;
    onCount(1);
    try {
      const image = await upload(file);
      if (!editor.isDestroyed && editor.isEditable) put(image);
    } catch (error) {
      onError(error);
    } finally {
      onCount(-1);
    }
  }
}

/**
 * Uploads images and puts each beside where the selection is when it arrives, so that what others type meanwhile is not
 * in the way.
 */
export function insertImages(editor: Editor, files: File[], uploads: ImageUploads): Promise<void> {
  const mayPut = () => {
    const none = noRoomForFigure(editor.state);
    if (none !== null) sayWrong(PASTE_WORDS.noRoomForImage(none));
    return none === null;
  };
  return uploadEach(editor, files, uploads, { mayPut, put: (image) => insertFigure(editor, image) });
}

/** Puts another image into the figure at the selection; its caption and its description stay. */
export function replaceImage(editor: Editor, files: File[], uploads: ImageUploads): Promise<void> {
  return uploadEach(editor, files.slice(0, 1), uploads, {
    mayPut: () => true,
    put: ({ src }) => changeFigure(editor, { src }),
  });
}
