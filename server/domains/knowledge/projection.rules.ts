/** Characters that mark hits in a highlighted text, and so must not occur in it. */
export const HIT_START = '\ue000';
export const HIT_STOP = '\ue001';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f\ue000\ue001]/g;

/** KN-M2: a text as it is kept for searching: no control characters, and none that mark hits. */
export function searchableText(text: string): string {
  return text.replace(UNWANTED, '');
}

/**
 * PostgreSQL takes `a/b` for a file, `<b>` for a tag and `&lt;` for an entity, and passes over what it thinks is none of
 * the reader's business, such as everything after `<script>`. In front of it these characters therefore stand as others
 * that mean nothing to it and cannot occur, and come back in what is shown.
 */
export const MISREAD = '/<>&';
export const MISREAD_STAND_INS = '\u0001\u0002\u0003\u0004';

const MISREAD_PATTERN = /[/<>&]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these control characters stand in for others
const STAND_IN_PATTERN = /[\u0001-\u0004]/g;

/** KN-M5: a query is read as the texts are. */
export const searchedWords = (text: string): string => text.replace(MISREAD_PATTERN, ' ');

/** KN-M5: what stood in for a misread character becomes that character again. */
export const shownText = (text: string): string =>
  text.replace(STAND_IN_PATTERN, (standIn) => MISREAD[MISREAD_STAND_INS.indexOf(standIn)] ?? ' ');
