import type { Editor } from '@tiptap/react';
import { sayWrong } from '@/components/ui/toast';
import { changeFigure, insertFigure } from './nodes/insert-figure';
import { PASTE_WORDS } from './paste/labels';
import { noRoomForFigure } from './room';
import { type FileUploads, uploadEach } from './uploads';

/**
 * Uploads images and puts each beside where the selection is when it arrives, so that what others type meanwhile is not
 * in the way.
 */
export function insertImages(editor: Editor, files: File[], uploads: FileUploads): Promise<void> {
  const mayPut = () => {
    const none = noRoomForFigure(editor.state);
    if (none !== null) sayWrong(PASTE_WORDS.noRoomForImage(none));
    return none === null;
  };
  return uploadEach(editor, files, uploads, { as: 'image', mayPut, put: (image) => insertFigure(editor, image) });
}

/** Puts another image into the figure at the selection; its caption and its description stay. */
export function replaceImage(editor: Editor, files: File[], uploads: FileUploads): Promise<void> {
  return uploadEach(editor, files.slice(0, 1), uploads, {
    as: 'image',
    mayPut: () => true,
    put: ({ src }) => changeFigure(editor, { src }),
  });
}
