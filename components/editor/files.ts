import { isChangeOrigin } from '@tiptap/extension-collaboration';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { sayWrong } from '@/components/ui/toast';
import { isInlineMediaType } from '@/server/platform/storage/limits.schema';
import { followPlaces } from './followed-places';
import { linkedWords } from './linked-words';
import { changeFigure, goOnBelow, type Put, placeOfBlock, putFigure } from './nodes/insert-figure';
import { OBJECT } from './object-sign';
import { PASTE_WORDS } from './paste/labels';
import { noRoomForFigure, noRoomForLink } from './room';
import { type FileUploads, type FileUse, type UploadedFile, uploadEach } from './uploads';
import { leaveRoomAfter } from './writing-room';

/** The name of a file as a link to it, at a place: in the line there, or where no link can stand, in one of its own. */
export function putLink(state: EditorState, at: number, { src, name }: UploadedFile): Put | null {
  const { schema, tr, doc } = state;
  const [words, $at] = [linkedWords(schema, src, name), doc.resolve(at)];
  const { parent, parentOffset } = $at;
  const { link, code } = schema.marks;
  const takesLink = parent.inlineContent && link !== undefined && parent.type.allowsMarkType(link);
  if (!takesLink || $at.marks().some(({ type }) => type === code || type === link)) {
    const { paragraph } = schema.nodes;
    if (!paragraph) return null;
    const place = placeOfBlock($at, paragraph);
    return { tr: tr.insert(place, paragraph.create(null, words)), next: place + 1 + words.nodeSize };
  }
  const before = parent.textBetween(0, parentOffset, undefined, OBJECT);
  const after = parent.textBetween(parentOffset, parent.content.size, undefined, OBJECT);
  const gap = (isNeeded: boolean) => (isNeeded ? [schema.text(' ')] : []);
  const first = [...gap(/\S$/.test(before)), words];
  const next = first.reduce((sum, { nodeSize }) => sum + nodeSize, at);
  return { tr: tr.insert(at, [...first, ...gap(/^[^\s.,;:!?)]/.test(after))]), next };
}

/** Whether one more has room; where it has none, that is said before the file is sent. */
function hasRoom({ state }: Editor, name: string, as: FileUse): boolean {
  const none = as === 'image' ? noRoomForFigure(state) : noRoomForLink(state, name);
  if (none) sayWrong(as === 'image' ? PASTE_WORDS.noRoomForImage(none) : PASTE_WORDS.noRoomForFile(none));
  return !none;
}

/** Notices whether somebody writes, or goes elsewhere with the caret, themselves. */
function watchMoves(editor: Editor): { hasMoved: () => boolean; putBy: (put: () => void) => void; end: () => void } {
  let [{ selection }, hasMoved, isPutting] = [editor.state, false, false];
  const look = ({ transaction }: { transaction: Transaction }) => {
    const isOwn = !isPutting && !isChangeOrigin(transaction);
    const kept = selection.map(transaction.doc, transaction.mapping);
    if (isOwn && (transaction.docChanged || !transaction.selection.eq(kept))) hasMoved = true;
    selection = transaction.selection;
  };
  editor.on('transaction', look);
  return {
    hasMoved: () => hasMoved,
    putBy: (put) => {
      isPutting = true;
      put();
      isPutting = false;
    },
    end: () => editor.off('transaction', look),
  };
}

/**
 * All at the place where the caret was, one after the other in their order, whatever is written meanwhile. Whoever waits
 * for an image goes on writing below it.
 */
async function insertEach(
  editor: Editor,
  files: File[],
  uploads: FileUploads,
  as: (file: File) => FileUse,
): Promise<void> {
  let place = followPlaces(editor, editor.state.selection.to);
  const moves = watchMoves(editor);
  const put = (uploaded: UploadedFile, use: FileUse) => {
    const { state, view } = editor;
    const [at = state.selection.to] = place.now();
    const done = use === 'image' ? putFigure(state, at, uploaded.src) : putLink(state, at, uploaded);
    if (!done) return;
    moves.putBy(() => {
      const { tr } = use === 'image' && !moves.hasMoved() ? goOnBelow(done) : done;
      view.dispatch(tr.scrollIntoView());
      if (use === 'image') leaveRoomAfter(editor);
    });
    place.end();
    place = followPlaces(editor, done.next);
  };
  try {
    await uploadEach(editor, files, uploads, { as, mayPut: (file) => hasRoom(editor, file.name, as(file)), put });
  } finally {
    moves.end();
    place.end();
  }
}

/** Puts files on the item and into its text: an image as a figure, any other as a link to it. */
export const insertFiles = (editor: Editor, files: File[], uploads: FileUploads): Promise<void> =>
  insertEach(editor, files, uploads, ({ type }) => (isInlineMediaType(type) ? 'image' : 'file'));

/** The same for what has to be an image. */
export const insertImages = (editor: Editor, files: File[], uploads: FileUploads): Promise<void> =>
  insertEach(editor, files, uploads, () => 'image');

/** Puts another image into the figure at the selection; its caption and its description stay. */
export const replaceImage = (editor: Editor, files: File[], uploads: FileUploads): Promise<void> =>
  uploadEach(editor, files.slice(0, 1), uploads, {
    as: () => 'image',
    mayPut: () => true,
    put: ({ src }) => changeFigure(editor, { src }),
  });
