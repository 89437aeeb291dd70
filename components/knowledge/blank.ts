type Node = { text?: string; type?: string; content?: Node[] };

/** What shows by itself, without words. */
const SHOWN = new Set('image figure inlineMath blockMath horizontalRule personMention itemMention'.split(' '));

/** Nothing that shows: no words, no images, no rules. @param node a document as Tiptap's JSON */
export function isBlank(node: Node): boolean {
  if (node.text || SHOWN.has(node.type ?? '')) return false;
  return (node.content ?? []).every(isBlank);
}
