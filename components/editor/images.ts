import type { Editor } from '@tiptap/react';
import type { PublicError } from '@/server/platform/errors.schema';
import { isInlineMediaType } from '@/server/platform/storage/limits.schema';
import { changeFigure, insertFigure } from './nodes/insert-figure';

export type UploadedImage = { src: string };
export type UploadImage = (file: File) => Promise<UploadedImage>;

/** The images among what was pasted, dropped or chosen. */
export function imagesIn(files: Iterable<File> | null | undefined): File[] {
  return [...(files ?? [])].filter((file) => file.type.startsWith('image/'));
}

/** An image that no page would show, as an SVG, whose scripts could run. */
const NOT_SHOWN: PublicError = { code: 'invalid', reason: 'image_type', params: {}, reference: '' };

export type ImageUploads = {
  upload: UploadImage | undefined;
  onCount: (change: number) => void;
  onError: (error: unknown) => void;
};

/** Uploads images one by one and gives each to `put`. What cannot be uploaded is reported and leaves no trace. */
async function uploadEach(
  editor: Editor,
  files: File[],
  { upload, onCount, onError }: ImageUploads,
  put: (image: UploadedImage) => void,
): Promise<void> {
  if (!upload) return;
  for (const file of files) {
    if (!isInlineMediaType(file.type)) {
      onError(NOT_SHOWN);
      continue;
    }
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
  return uploadEach(editor, files, uploads, (image) => insertFigure(editor, image));
}

/** Puts another image into the figure at the selection; its caption and its description stay. */
export function replaceImage(editor: Editor, files: File[], uploads: ImageUploads): Promise<void> {
  return uploadEach(editor, files.slice(0, 1), uploads, ({ src }) => changeFigure(editor, { src }));
}

/** Takes over a paste or a drop that brings images; everything else stays with the editor. */
export function imageHandlers(current: () => { editor: Editor | null; uploads: ImageUploads }) {
  const take = (files: FileList | undefined): boolean => {
    const { editor, uploads } = current();
    const images = imagesIn(files);
    if (!editor || !uploads.upload || images.length === 0) return false;
    void insertImages(editor, images, uploads);
    return true;
  };
  return {
    // A spreadsheet or a document brings a picture of itself beside its text: the text is what was meant.
    handlePaste: (_view: unknown, event: ClipboardEvent): boolean =>
      !event.clipboardData?.types.includes('text/html') && take(event.clipboardData?.files),
    handleDrop: (
      view: { posAtCoords: (at: { left: number; top: number }) => { pos: number } | null },
      event: DragEvent,
      _slice: unknown,
      moved: boolean,
    ) => {
      // An image of the text that is dragged to another place in it comes with a file of itself.
      if (moved) return false;
      if (imagesIn(event.dataTransfer?.files).length === 0) return false;
      event.preventDefault();
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (at) current().editor?.commands.setTextSelection(at.pos);
      take(event.dataTransfer?.files);
      return true;
    },
  };
}
