import type { JSONContent } from '@tiptap/core';

/** A mark as JSON has it. */
export type Mark = { type: string; attrs?: Record<string, unknown> };

/** A node whose structure nobody has checked yet. `cleanDocument` makes a valid one of it. */
export type LooseNode = {
  type: string;
  attrs?: Record<string, unknown>;
  marks?: Mark[];
  content?: LooseNode[];
  text?: string;
};

/** @returns whether it is an object with named fields */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function looseMark(value: unknown): Mark[] {
  if (!isRecord(value) || typeof value.type !== 'string') return [];
  return [{ type: value.type, ...(isRecord(value.attrs) ? { attrs: value.attrs } : {}) }];
}

/** What can be used of anything at all as a node; null when nothing can. */
export function asLooseNode(value: unknown): LooseNode | null {
  if (!isRecord(value) || typeof value.type !== 'string') return null;
  return {
    type: value.type,
    ...(isRecord(value.attrs) ? { attrs: value.attrs } : {}),
    ...(Array.isArray(value.marks) ? { marks: value.marks.flatMap(looseMark) } : {}),
    ...(Array.isArray(value.content) ? { content: value.content as LooseNode[] } : {}),
    ...(typeof value.text === 'string' ? { text: value.text } : {}),
  };
}

/** The text in a node, without anything between its parts. */
export function textOf(node: JSONContent): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'hardBreak') return '\n';
  return (node.content ?? []).map(textOf).join('');
}

const BLANKS = /[ \t\r\n]+/g;
const LINE_ENDS = /[ \t]*[\r\n]+[ \t]*/g;

/**
 * Line ends without the blanks around them, each as one line feed. In two steps, since a search for blanks before a
 * line end takes the square of a run of blanks that has none.
 */
export function bareLineEnds(text: string): string {
  return text.replace(BLANKS, (run) => (/[\r\n]/.test(run) ? run.replace(LINE_ENDS, '\n') : run));
}

const EDGE = ' \t\n';

/** The text without blanks and line ends at its end. */
export function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && EDGE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
