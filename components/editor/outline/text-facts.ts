import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { Selection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { wordCount } from '@/server/domains/knowledge/outline.rules';
import type { MentionNames } from '../mentions';
import { isMention, mentionWords } from '../mentions/mention-words';
import { headingText } from './heading-address';

export type OutlineHeading = { pos: number; level: number; text: string };
export type Count = { words: number; characters: number };
export type TextFacts = Count & {
  headings: readonly OutlineHeading[];
  /** Of what is selected; null where nothing is. */
  selected: Count | null;
};

const NO_FACTS: TextFacts = { words: 0, characters: 0, headings: [], selected: null };
/** What is typed is counted when this long has passed, not at every key. */
const PAUSE_MS = 250;

/** How a mention is read, as far as it is known; the version changes with what is known. */
export type MentionWords = { of: (mention: DocumentNode) => string; version: number };
const NOT_KNOWN: MentionWords = { of: () => '', version: 0 };

type Range = { from: number; to: number };
type BlockFacts = Count & { headings: readonly OutlineHeading[] };

/** Of each block of the page: those that did not change since are not read again, unless their mentions are. */
const known = new WeakMap<DocumentNode, BlockFacts & { version: number | null }>();

/** What stands between two places of a text block, mentions in words. */
function textOf(block: DocumentNode, from: number, to: number, words: MentionWords): string {
  return block.textBetween(from, to, undefined, (leaf) => (isMention(leaf) && words.of(leaf)) || ' ');
}

function countIn(doc: DocumentNode, from: number, to: number, words: MentionWords): Count {
  const count = { words: 0, characters: 0 };
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    const text = textOf(node, Math.max(from - pos - 1, 0), Math.min(to - pos - 1, node.content.size), words);
    count.words += wordCount(text);
    count.characters += text.length;
    return false;
  });
  return count;
}

function factsOfBlock(block: DocumentNode, words: MentionWords): BlockFacts {
  const before = known.get(block);
  if (before && (before.version === null || before.version === words.version)) return before;
  const headings: OutlineHeading[] = [];
  let version: number | null = null;
  const note = (node: DocumentNode, pos: number) => {
    if (isMention(node)) version = words.version;
    if (node.type.name !== 'heading') return;
    headings.push({ pos, level: Number(node.attrs.level), text: headingText(node, words.of) });
  };
  note(block, 0);
  block.descendants((node, pos) => note(node, pos + 1));
  const text = block.isTextblock ? textOf(block, 0, block.content.size, words) : null;
  const count =
    text === null ? countIn(block, 0, block.content.size, words) : { words: wordCount(text), characters: text.length };
  const facts = { ...count, headings, version };
  known.set(block, facts);
  return facts;
}

/** @returns what is selected: of chosen cells, each one */
export function rangesOf({ ranges }: Selection): Range[] {
  return ranges.map(({ $from, $to }) => ({ from: $from.pos, to: $to.pos }));
}

/** What the outline and the count say of a document. @param ranges what is selected */
export function factsOf(doc: DocumentNode, ranges: readonly Range[], words: MentionWords = NOT_KNOWN): TextFacts {
  const headings: OutlineHeading[] = [];
  const all = { words: 0, characters: 0 };
  const selected = { words: 0, characters: 0 };
  const add = (sum: Count, { words, characters }: Count) => {
    sum.words += words;
    sum.characters += characters;
  };
  doc.forEach((block, offset) => {
    const facts = factsOfBlock(block, words);
    const end = offset + block.nodeSize;
    add(all, facts);
    for (const { from, to } of ranges) {
      if (from === to || from >= end || to <= offset) continue;
      const isWithin = from <= offset + 1 && to >= end - 1;
      add(selected, isWithin ? facts : countIn(doc, Math.max(from, offset), Math.min(to, end), words));
    }
    for (const heading of facts.headings) headings.push({ ...heading, pos: heading.pos + offset });
  });
  return { ...all, headings, selected: selected.characters === 0 ? null : selected };
}

/** A store of `factsOf` for useSyncExternalStore, which counts in the pauses of whoever types. */
export function textFactsStore(editor: Editor, names: MentionNames | undefined) {
  let facts = NO_FACTS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    if (editor.isDestroyed) return false;
    const words = names && { of: mentionWords(names), version: names.getVersion() };
    const next = factsOf(editor.state.doc, rangesOf(editor.state.selection), words);
    if (JSON.stringify(next) === JSON.stringify(facts)) return false;
    facts = next;
    return true;
  };
  return {
    get: () => facts,
    subscribe: (listener: () => void) => {
      const soon = () => {
        // Of a text that has just come it is not said that it has no words.
        const pauseMs = facts === NO_FACTS ? 0 : PAUSE_MS;
        timer ??= setTimeout(() => {
          if (look()) listener();
        }, pauseMs);
      };
      editor.on('update', soon);
      editor.on('selectionUpdate', soon);
      const stop = names?.subscribe(soon);
      soon();
      return () => {
        stop?.();
        clearTimeout(timer);
        timer = undefined;
        editor.off('update', soon);
        editor.off('selectionUpdate', soon);
      };
    },
  };
}
