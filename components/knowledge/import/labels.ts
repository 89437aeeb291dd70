import { addErrorLabels } from '@/components/ui/error-labels';
import type { ImportState } from '@/prisma/generated/enums';
import type { PlannedRow } from '@/server/domains/knowledge/import/run.schema';

export const STATE_LABELS: Record<ImportState, string> = {
  receiving: 'Not sent to its end',
  planning: 'Is being read',
  waiting: 'Waits for your decision',
  running: 'Is being imported',
  done: 'Done',
  failed: 'Ended early',
};

/** Why a file, a link or a whole import came to nothing, in words. */
const REASONS: Record<string, string> = {
  symbolic_link: 'a symbolic link, which is never followed',
  path_outside_source: 'its name leads out of the source',
  absolute_path: 'its name begins at the root of a disk',
  unprintable_name: 'its name holds characters that cannot be written',
  unnamed: 'it has no name',
  path_too_deep: 'it lies too many folders deep',
  path_too_long: 'its name is too long',
  name_twice: 'the archive holds this name twice',
  not_a_file: 'it is no plain file',
  encrypted: 'it is encrypted',
  unreadable: 'it could not be read',
  unknown_compression: 'it is packed in a way that is not known here',
  file_too_large: 'it is too large',
  file_empty: 'it is empty',
  not_utf8: 'it is not text in UTF-8',
  markdown_too_long: 'its text is too long for one page',
  markdown_too_deep: 'its lists or quotes stand too deep inside one another',
  markdown_too_complex: 'its marks would take too long to read',
  table_too_large: 'it holds a table that is too large',
  document_too_large: 'its text is too long for one page',
  text_not_understood: 'no page could be made of its text',
  imported_meanwhile: 'another import wrote it at the same time',
  no_such_thing: 'its item is gone, or no longer yours to read',
  invalid_input: 'its title or front matter was not accepted',
  attachments_full: 'it shows more files than an item holds',
  archive_damaged: 'the archive is damaged here',
  internal: 'something went wrong on our side',
  busy: 'too much long work was under way; import it again',
  took_too_long: 'its text took too long to read',
  took_too_much: 'its text took too much memory to read',
  edited_since: 'somebody edited the item since the last import',
  from_another_place: 'its item came from another place whose source has the same name',
  in_trash: 'its item is in the trash',
  not_yours_to_change: 'there is an item already, which you may read but not change',
  not_in_source: 'no such file in the source',
  folder: 'a folder without an index page',
  outside_source: 'it leads out of the source',
  not_imported: 'that file was not imported',
  not_an_image: 'that file is no image that can be shown',
  front_matter_broken: 'the front matter could not be read',
  front_matter_too_deep: 'the lists of the front matter stand too deep inside one another',
  front_matter_too_long: 'the front matter is too long',
};

const PROBLEMS: Record<string, string> = {
  archive_bomb:
    'The archive unpacks to far more than it holds, as one does that was made to fill a disk. Nothing was imported.',
  not_an_archive: 'The file is no zip archive, or it is damaged.',
  too_many_files: 'There are more files than one import takes. Import it in parts.',
  too_many_bytes: 'Unpacked it is larger than one import takes. Import it in parts.',
  too_much_markdown: 'There is more text than one import takes. Import it in parts.',
  too_much_structure: 'Its lists, tables and marks make more than one import takes. Import it in parts.',
  no_markdown: 'There is no Markdown file in it.',
  nothing_sent: 'No file arrived.',
  upload_incomplete: 'Not every file arrived. Begin again.',
  import_lost:
    'It was interrupted too often and was given up. What was imported until then is kept; importing again goes on from there.',
  person_left: 'The person who began it has left.',
};

/** Why a file or a link came to nothing, or what was left out of it. */
export function reasonWords(reason: string): string {
  const element = /^(?:element|node|mark):(.+)$/.exec(reason)?.[1];
  if (element !== undefined) return `“${element}” cannot stand in a page and was left out`;
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

/** Why an import as a whole ended. */
export function problemWords(problem: string): string {
  return (
    PROBLEMS[problem] ??
    'Something went wrong on our side. What was imported until then is kept; importing again goes on from there.'
  );
}

const CERTAIN = 1;
const LIKELY = 0.5;

/** How sure a guess is, in a word. @param confidence from 0 to 1 */
export function certaintyWords(confidence: number): 'Stated' | 'Likely' | 'A guess' {
  if (confidence >= CERTAIN) return 'Stated';
  return confidence >= LIKELY ? 'Likely' : 'A guess';
}

/** What an import will do with a file that was imported before. */
export function againWords({ end, reason }: PlannedRow): string {
  if (end === 'unchanged') return 'Imported before, unchanged';
  if (end === 'changed') return 'Imported before, changed since';
  return `Stays as it is: ${reasonWords(reason ?? '')}`;
}

/** "1 file", "1,204 files" */
export const filesLabel = (count: number): string => (count === 1 ? '1 file' : `${count.toLocaleString('en')} files`);

/** "2 other files are left out: no page shows or links them" */
export const leftOutLabel = (count: number): string =>
  count === 1
    ? '1 other file is left out: no page shows or links it'
    : `${count.toLocaleString('en')} other files are left out: no page shows or links them`;

addErrorLabels({
  upload_too_large: 'Together these files are larger than one import takes. Import them in parts.',
  too_many_files: 'There are more files than one import takes. Import them in parts.',
  import_closed: 'This import has moved on in another tab. Load the page again.',
  no_job_queue: 'This process does no background work, so it cannot import. Ask who runs it.',
  path_outside_source: 'One of the files has a name that leads out of its folder.',
  absolute_path: 'One of the files has a name that begins at the root of a disk.',
});
