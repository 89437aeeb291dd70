import { addErrorLabels } from '@/components/ui/error-labels';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import type { LeftOut } from './context';

const number = (value: number): string => value.toLocaleString('en');
const several = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${number(count)} ${many}`;

const LEFT_OUT_WORDS: Record<LeftOut, (count: number) => string> = {
  images: (count) =>
    several(count, 'image that the clipboard did not carry', 'images that the clipboard did not carry'),
  drawings: (count) => several(count, 'drawing', 'drawings'),
  media: () => 'films, sounds and frames',
  comments: (count) => several(count, 'comment', 'comments'),
  deletions: (count) => several(count, 'deleted passage', 'deleted passages'),
  contents: () => 'the table of contents, which the page makes itself',
  macros: (count) => several(count, 'macro', 'macros'),
  formulas: (count) => several(count, 'formula', 'formulas'),
  front_matter: () => 'the front matter',
};

const tooLong = 'This is too long or too entangled to be read as one page. Nothing was pasted; paste it in parts.';
addErrorLabels({
  markdown_too_long: tooLong,
  markdown_too_deep: tooLong,
  markdown_too_complex: tooLong,
  table_too_large: 'It holds a table that is too large. Nothing was pasted; paste it in parts.',
  document_too_large: tooLong,
});

export const PASTE_WORDS = {
  leftOut: (leftOut: readonly (readonly [LeftOut, number])[]) =>
    `Pasted. Left out: ${leftOut.map(([what, count]) => LEFT_OUT_WORDS[what](count)).join('; ')}.`,
  noRoom: (over: number) =>
    `Nothing was pasted: the page would be ${several(over, 'character', 'characters')} longer than the ${number(
      MARKDOWN_CHARACTERS_MAX,
    )} it can hold. It is still in your clipboard; paste a part of it, or paste it into a page of its own.`,
  tooLarge:
    'Nothing was pasted: this is more than a page takes at once. It is still in your clipboard; paste it in parts.',
  notUnderstood: 'Nothing was pasted: what the clipboard holds could not be read. Paste it without formatting.',
  stopped: 'The paste stopped, because the page can no longer be written. What is there of it can be undone.',
  reading: 'Reading what you paste…',
  inserting: (share: number) => `Pasting: ${Math.round(share * 100)} %`,
  nearlyFull: (characters: number) =>
    `This page is nearly full: ${number(characters)} of ${number(MARKDOWN_CHARACTERS_MAX)} characters. Move a part of it to a page of its own.`,
  full: (over: number) =>
    `This page is ${several(over, 'character', 'characters')} longer than a page can hold. Nothing is lost: move a part of it to a page of its own.`,
} as const;
