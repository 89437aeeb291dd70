import { addErrorLabels } from '@/components/ui/error-labels';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { DOCUMENT_LIMITS } from '@/server/platform/collab/limits.schema';
import type { NoRoom } from '../room';
import type { LeftOut } from './context';

const number = (value: number): string => value.toLocaleString('en');
const several = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${number(count)} ${many}`;

const LEFT_OUT_WORDS: Record<LeftOut, (count: number) => string> = {
  images: (count) =>
    several(count, 'image that the clipboard did not carry', 'images that the clipboard did not carry'),
  foreign_images: (count) =>
    several(count, 'image from elsewhere, to which a link leads now', 'images from elsewhere, to which links lead now'),
  drawings: (count) => several(count, 'drawing', 'drawings'),
  media: () => 'films, sounds and frames',
  comments: (count) => several(count, 'comment', 'comments'),
  deletions: (count) => several(count, 'deleted passage', 'deleted passages'),
  contents: () => 'the table of contents, which the page makes itself',
  macros: (count) => several(count, 'macro', 'macros'),
  formulas: (count) => several(count, 'formula', 'formulas'),
  front_matter: () => 'the front matter',
};

const WHY_NOT_FROM_ELSEWHERE =
  'A page shows only images that are kept here: fetched from elsewhere, they would tell that place who reads it. To have one here, copy or save the image itself, and paste or drop it.';

const tooLong = 'This is too long or too entangled to be read as one page. Nothing was pasted; paste it in parts.';
addErrorLabels({
  markdown_too_long: tooLong,
  markdown_too_deep: tooLong,
  markdown_too_complex: tooLong,
  table_too_large: 'It holds a table that is too large. Nothing was pasted; paste it in parts.',
  document_too_large: tooLong,
});

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
const DOCUMENT_MEGABYTES = megabytes(DOCUMENT_LIMITS.documentBytesMax);
const PARTS_MAX = number(DOCUMENT_LIMITS.documentStructsMax);
const WHAT_IS_A_PART = 'each block, each cell and each change of format is some';

const NOTHING = (dropped: boolean): string => (dropped ? 'Nothing was added' : 'Nothing was pasted');
const STILL_THERE = (dropped: boolean): string =>
  dropped
    ? 'It still is where you took it from; drag a part of it, or put it into a page of its own.'
    : 'It is still in your clipboard; paste a part of it, or paste it into a page of its own.';

function whyNoRoom(none: NoRoom): string {
  if (none.kind === 'at_once') return 'this is more than a page takes at once.';
  if (none.kind === 'characters')
    return `the page would be ${several(none.over, 'character', 'characters')} longer than the ${number(
      MARKDOWN_CHARACTERS_MAX,
    )} it can hold.`;
  if (none.kind === 'structs')
    return `the page would be made of ${number(DOCUMENT_LIMITS.documentStructsMax + none.over)} parts, more than the ${PARTS_MAX} it can have: ${WHAT_IS_A_PART}.`;
  return `with everything that was ever written in it, the page would take ${megabytes(
    DOCUMENT_LIMITS.documentBytesMax + none.over,
  )}, more than the ${DOCUMENT_MEGABYTES} it can take.`;
}

export const PASTE_WORDS = {
  leftOut: (leftOut: readonly (readonly [LeftOut, number])[]) => {
    const words = `Pasted. Left out: ${leftOut.map(([what, count]) => LEFT_OUT_WORDS[what](count)).join('; ')}.`;
    return leftOut.some(([what]) => what === 'foreign_images') ? `${words} ${WHY_NOT_FROM_ELSEWHERE}` : words;
  },
  noRoom: (none: NoRoom, dropped: boolean) => `${NOTHING(dropped)}: ${whyNoRoom(none)} ${STILL_THERE(dropped)}`,
  notUnderstood: (dropped: boolean) =>
    dropped
      ? 'Nothing was added: what you dropped could not be read. Copy it, and paste it without formatting.'
      : 'Nothing was pasted: what the clipboard holds could not be read. Paste it without formatting.',
  noRoomForImage: (none: NoRoom) => `The image was not added: ${whyNoRoom(none)}`,
  noRoomForFile: (none: NoRoom) => `The file was not added: ${whyNoRoom(none)}`,
  noFolders: 'A folder cannot be put into a page. Put the files in it there, or pack them into one.',
  stopped: 'The paste stopped, because the page can no longer be written. What is there of it can be undone.',
  reading: 'Reading what you paste…',
  inserting: (share: number) => `Pasting: ${Math.round(share * 100)} %`,
  nearlyFull: (characters: number) =>
    `This page is nearly full: ${number(characters)} of ${number(MARKDOWN_CHARACTERS_MAX)} characters. Move a part of it to a page of its own.`,
  nearlyHeavy: (bytes: number) =>
    `This page is nearly full: with everything that was ever written in it, it takes ${megabytes(
      bytes,
    )} of ${DOCUMENT_MEGABYTES}. Go on in a page of its own: what goes past that is not saved.`,
  nearlyManyParts: (parts: number) =>
    `This page is nearly full: it is made of ${number(parts)} of the ${PARTS_MAX} parts that it can have; ${WHAT_IS_A_PART}. Go on in a page of its own: what goes past that is not saved.`,
  full: (over: number) =>
    `This page is ${several(over, 'character', 'characters')} longer than a page can hold. Nothing is lost: move a part of it to a page of its own.`,
} as const;
