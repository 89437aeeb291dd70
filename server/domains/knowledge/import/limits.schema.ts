/** The most files of one source, of whatever kind. */
export const MAX_IMPORT_FILES = 5_000;
/** All files of one source together, unpacked. */
export const MAX_IMPORT_BYTES = 500 * 1024 * 1024;
/** All Markdown of one source together: it is held in memory while links between files are resolved. */
export const MAX_IMPORT_MARKDOWN_BYTES = 64 * 1024 * 1024;
/**
 * All documents of one source together, as JSON. Prose makes twice its length of it, so that all the Markdown above
 * fits; short lists make twenty times theirs, and each of these characters takes up to six bytes of memory.
 */
export const MAX_IMPORT_DOCUMENT_CHARS = 128 * 1024 * 1024;
export const MAX_MARKDOWN_FILE_BYTES = 4 * 1024 * 1024;
/** An image or other file that a page shows or links. */
export const MAX_ASSET_FILE_BYTES = 50 * 1024 * 1024;
/** Folders inside one another. */
export const MAX_PATH_LEVELS = 32;
export const MAX_PATH_CHARS = 400;
/** Text compresses to a tenth; what unpacks to more than this many times its size was made to do harm. */
export const MAX_COMPRESSION_RATIO = 200;
/** Small files may compress better than any text, for instance an empty page of a drawing program. */
export const MIN_BOMB_BYTES = 2 * 1024 * 1024;
/** What a browser may send for one import. */
export const MAX_UPLOAD_BYTES = 200_000_000;
/** Imports of one person that are begun and not over: each may hold what a browser may send. */
export const MAX_OPEN_IMPORTS = 20;
/** Imports that are over, in the list of one's own. */
export const ENDED_IMPORTS_SHOWN_MAX = 10;
/** How long an import that was begun and left may lie. */
export const MAX_IMPORT_AGE_HOURS = 24;
/** Links and notes of a report that are listed one by one. */
export const MAX_REPORT_ENTRIES = 10_000;
