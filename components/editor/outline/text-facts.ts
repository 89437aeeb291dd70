import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { Editor } from '@tiptap/react';
import { wordCount } from '@/server/domains/knowledge/outline.rules';
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

type BlockFacts = Count & { headings: readonly OutlineHeading[] };

/** Of each block of the page: those that did not change since are not read again. */
const known = new WeakMap<DocumentNode, BlockFacts>();

function countIn(doc: DocumentNode, from: number, to: number): Count {
  const count = { words: 0, characters: 0 };
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    const start = Math.max(from - pos - 1, 0);
    const text = node.textBetween(start, Math.min(to - pos - 1, node.content.size), undefined, ' ');
    count.words += wordCount(text);
    count.characters += text.length;
    return false;
  });
  return count;
}

function factsOfBlock(block: DocumentNode): BlockFacts {
  const before = known.get(block);
  if (before) return before;
  const headings: OutlineHeading[] = [];
  const note = (node: DocumentNode, pos: number) => {
    if (node.type.name === 'heading') headings.push({ pos, level: Number(node.attrs.level), text: headingText(node) });
  };
  note(block, 0);
  block.descendants((node, pos) => {
    note(node, pos + 1);
    return !node.isTextblock;
  });
  const text = block.isTextblock ? block.textBetween(0, block.content.size, undefined, ' ') : null;
  const count =
    text === null ? countIn(block, 0, block.content.size) : { words: wordCount(text), characters: text.length };
  const facts = { ...count, headings };
  known.set(block, facts);
  return facts;
}

/** What the outline and the count say of a document. */
export function factsOf(doc: DocumentNode, selection: { from: number; to: number }): TextFacts {
  const headings: OutlineHeading[] = [];
  const all = { words: 0, characters: 0 };
  const selected = { words: 0, characters: 0 };
  const { from, to } = selection;
  doc.forEach((block, offset) => {
    const facts = factsOfBlock(block);
    const end = offset + block.nodeSize;
    const isWithin = from <= offset + 1 && to >= end - 1;
    const part = isWithin
      ? facts
      : from < end && to > offset
        ? countIn(doc, Math.max(from, offset), Math.min(to, end))
        : null;
    all.words += facts.words;
    all.characters += facts.characters;
    selected.words += part?.words ?? 0;
    selected.characters += part?.characters ?? 0;
    for (const heading of facts.headings) headings.push({ ...heading, pos: heading.pos + offset });
  });
  return { ...all, headings, selected: from === to ? null : selected };
}

/** A store of `factsOf` for useSyncExternalStore, which counts in the pauses of whoever types. */
export function textFactsStore(editor: Editor) {
  let facts = NO_FACTS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    if (editor.isDestroyed) return false;
    const next = factsOf(editor.state.doc, editor.state.selection);
    if (JSON.stringify(next) === JSON.stringify(facts)) return false;
    facts = next;
    return true;
  };
  return {
    get: () => facts,
    subscribe: (listener: () => void) => {
      const soon = () => {
        timer ??= setTimeout(() => {
          if (look()) listener();
        }, PAUSE_MS);
      };
      editor.on('update', soon);
      editor.on('selectionUpdate', soon);
      soon();
      return () => {
        clearTimeout(timer);
        timer = undefined;
        editor.off('update', soon);
        editor.off('selectionUpdate', soon);
      };
    },
  };
}
