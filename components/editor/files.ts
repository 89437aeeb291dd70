import { type EditorState, Selection, type Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { sayWrong } from '@/components/ui/toast';
import { isInlineMediaType } from '@/server/platform/storage/limits.schema';
import { followPlaces } from './followed-places';
import { insertImages } from './images';
import { placeBeside } from './nodes/insert-figure';
import { OBJECT } from './object-sign';
import { PASTE_WORDS } from './paste/labels';
import { noRoomIn } from './room';
import { type FileUploads, type UploadedFile, uploadEach } from './uploads';

/** About what the address of a file takes that is not here yet. */
const AN_ADDRESS = '/'.repeat(80);

function linked({ schema }: EditorState, { src, name }: UploadedFile) {
  return schema.text(name, schema.marks.link ? [schema.marks.link.create({ href: src })] : []);
}

/** The name of a file as a link to it, at a place: in the line there, or where no link can stand, in one of its own below. */
export function linkToFile(state: EditorState, at: number, file: UploadedFile): Transaction {
  const { schema, tr, doc } = state;
  const [words, $at] = [linked(state, file), doc.resolve(at)];
  const { parent, parentOffset } = $at;
  const { link, code } = schema.marks;
  const takesLink = parent.inlineContent && link !== undefined && parent.type.allowsMarkType(link);
  if (!takesLink || $at.marks().some(({ type }) => type === code || type === link)) {
    const { paragraph } = schema.nodes;
    const below = placeBeside({ selection: Selection.near($at), doc }, paragraph ?? parent.type);
    return paragraph ? tr.insert(below, paragraph.create(null, words)) : tr;
  }
  const before = parent.textBetween(0, parentOffset, undefined, OBJECT);
  const after = parent.textBetween(parentOffset, parent.content.size, undefined, OBJECT);
  const gap = (isNeeded: boolean) => (isNeeded ? [schema.text(' ')] : []);
  return tr.insert(at, [...gap(/\S$/.test(before)), words, ...gap(/^[^\s.,;:!?)]/.test(after))]);
}

/** Whether the link to one more file has room; where it has none, that is said before the file is sent. */
function mayLink(editor: Editor, name: string): boolean {
  const { state } = editor;
  const { paragraph } = state.schema.nodes;
  const none = paragraph && noRoomIn(state, [paragraph.create(null, linked(state, { src: AN_ADDRESS, name }))]);
  if (none) sayWrong(PASTE_WORDS.noRoomForFile(none));
  return !none;
}

/**
 * Puts files on the item and into its text, one by one: an image as a figure, any other as a link to it where the caret
 * was, whatever is written meanwhile.
 */
export async function insertFiles(editor: Editor, files: File[], uploads: FileUploads): Promise<void> {
  const place = followPlaces(editor, editor.state.selection.to);
  try {
    for (const file of files) {
      if (isInlineMediaType(file.type)) await insertImages(editor, [file], uploads);
      else
        await uploadEach(editor, [file], uploads, {
          as: 'file',
          mayPut: () => mayLink(editor, file.name),
          put: (kept) => {
            const [at = 0] = place.now();
            editor.view.dispatch(linkToFile(editor.state, at, kept).scrollIntoView());
          },
        });
    }
  } finally {
    place.end();
  }
}
