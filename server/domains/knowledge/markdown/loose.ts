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
