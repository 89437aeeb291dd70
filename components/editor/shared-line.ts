import type { Node as DocumentNode } from '@tiptap/pm/model';
import * as Y from 'yjs';

/** What stands in a line. A run of words is one, whatever they look like; `words` is null for what is none. */
export type Run = { words: string; isPlain: boolean } | null;

/** What stands in a line, and from where on in it. */
export function runsOf(line: DocumentNode): { run: Run; from: number }[] {
  const runs: { run: Run; from: number }[] = [];
  line.forEach((node, from) => {
    const last = runs.at(-1)?.run;
    const isPlain = node.marks.length === 0;
    if (!node.isText) runs.push({ run: null, from });
    else if (last) Object.assign(last, { words: last.words + node.text, isPlain: last.isPlain && isPlain });
    else runs.push({ run: { words: node.text ?? '', isPlain }, from });
  });
  return runs;
}

/** The same of a shared line: two people who begin in an empty line at once make two texts of one run. */
export function textsOf(line: Y.XmlElement): (Y.XmlText[] | null)[] {
  const groups: (Y.XmlText[] | null)[] = [];
  for (const child of line.toArray()) {
    const last = groups.at(-1);
    if (!(child instanceof Y.XmlText)) groups.push(null);
    else if (last) last.push(child);
    else groups.push([child]);
  }
  return groups;
}

type Delta = { insert?: unknown; attributes?: object }[];

/** The words of a shared text. */
export function runOf(text: Y.XmlText): NonNullable<Run> {
  const delta = text.toDelta() as Delta;
  return {
    words: delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join(''),
    isPlain: delta.every(({ attributes }) => attributes === undefined),
  };
}
