import { TITLE_CHARACTERS_MAX } from '../limits.schema';
import { cutText } from '../markdown/clean-text.rules';
import type { Heading } from '../markdown/extract';

/** A heading that this many files share is the name of the whole, not of one page. */
const SHARED_BY_FILES = 3;
const INDEX_FILE = /^_?(?:index|readme)$/i;

/** `CI-CD/kubePodNotReady.md` → "Kube pod not ready"; an index file is named for its folder. */
function nameFromPath(path: string, source: string): string {
  const parts = path.replace(/\.\w+$/, '').split('/');
  const file = parts.at(-1) ?? '';
  const name = INDEX_FILE.test(file) ? (parts.at(-2) ?? source) : file;
  const words =
    name
      .replace(/^[\d-]+(?=\D)/, '')
      .replace(/[_-]+/g, ' ')
      .trim() || name;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A heading that is filled in later, as templates have it, is no title yet. */
const PLACEHOLDER = /^(?:\{.*\}|<.*>|\[.*\])$/;

type TitleInput = { path: string; frontMatterTitle: string | null; headings: readonly Heading[] };

function headingAt(file: TitleInput, index: number): string {
  const text = file.headings[index]?.text.trim() ?? '';
  return PLACEHOLDER.test(text) ? '' : text;
}

/** Proposes a title for each file: its front matter's, its first heading's, or one made from its name. */
export function titlesOf(files: readonly TitleInput[], source: string): string[] {
  const firsts = files.map((file) => headingAt(file, 0));
  const counts = new Map<string, number>();
  for (const first of firsts) counts.set(first, (counts.get(first) ?? 0) + 1);
  return files.map((file, index) => {
    const first = firsts[index] ?? '';
    const isShared = first !== '' && (counts.get(first) ?? 0) >= SHARED_BY_FILES;
    const heading = isShared ? headingAt(file, 1) : first;
    const title = file.frontMatterTitle ?? (heading === '' ? nameFromPath(file.path, source) : heading);
    return cutText(title, TITLE_CHARACTERS_MAX).trim();
  });
}
