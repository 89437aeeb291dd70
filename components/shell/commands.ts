import type { TablerIcon } from '@tabler/icons-react';
import type { Segment } from '@/components/ui/segments';

/** The line that leads to the results page. */
export const SEARCH_EVERYTHING = 'search-all';

/** What ⌘K can have the shell do. */
export type ShellActs = { showKeys: () => void; createItem: () => void; signOut: () => void };

/** One line of ⌘K. Either it leads somewhere or it does something. */
export type Command = {
  id: string;
  label: string;
  /** Other words that find it. */
  words?: string;
  /** Smaller, beside the label: what kind of thing, which keys. */
  hint?: string;
  icon?: TablerIcon;
  kind: 'page' | 'item' | 'person' | 'act';
} & ({ href: string } | { run: () => void });

export type Section = { label: string; commands: readonly (Command & { segments?: readonly Segment[] })[] };

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/**
 * How well a command answers what was typed: every typed word has to begin a word of its label or of its other words;
 * words of the label count more, the first word most. Null when it does not answer.
 */
export function scoreOf(command: Pick<Command, 'label' | 'words'>, text: string): number | null {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  const label = fold(command.label).split(/[^\p{L}\p{N}]+/u);
  const others = fold(command.words ?? '').split(/\s+/);
  let score = 0;
  for (const word of wanted) {
    const at = label.findIndex((own) => own.startsWith(word));
    if (at >= 0) score += at === 0 ? 3 : 2;
    else if (others.some((own) => own.startsWith(word))) score += 1;
    else return null;
  }
  return score;
}

/** The commands that answer, best first; in their own order where nothing is typed or two are equal. */
export function matching(commands: readonly Command[], text: string): Command[] {
  return commands
    .flatMap((command) => {
      const score = scoreOf(command, text);
      return score === null ? [] : [{ command, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map((scored) => scored.command);
}

/** The label cut where the typed words begin one of its words, for highlighting. */
export function labelSegments(label: string, text: string): Segment[] {
  const wanted = text.split(/\s+/).filter(Boolean).map(escapeRegExp);
  if (wanted.length === 0) return [{ text: label, hit: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${wanted.sort((a, b) => b.length - a.length).join('|')})`, 'giu');
  const segments: Segment[] = [];
  let from = 0;
  for (const found of label.matchAll(pattern)) {
    if (found.index > from) segments.push({ text: label.slice(from, found.index), hit: false });
    segments.push({ text: found[0], hit: true });
    from = found.index + found[0].length;
  }
  if (from < label.length) segments.push({ text: label.slice(from), hit: false });
  return segments;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
