import type { FootnoteDefinition, List, ListItem, Parent, Root, RootContent } from 'mdast';

/** Parents before their children and in reading order, without recursion. The visit may replace the children. */
export function visitParents(root: Parent, visit: (parent: Parent) => void): void {
  const waiting: Parent[] = [root];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    visit(parent);
    for (const child of parent.children.toReversed()) if ('children' in child) waiting.push(child);
  }
}

/** Makes a numbered list at the end of the footnotes that are referred to, in the order in which they are. */
export function listFootnotes(root: Root): void {
  const notes = takeDefinitions(root);
  if (notes.size === 0) return;
  const numbers = new Map<string, number>();
  const number = (parent: Parent) => {
    parent.children = parent.children.map((child) => numbered(child, numbers));
  };
  visitParents(root, number);
  const items: ListItem[] = [];
  // A note may refer to further ones; they join the numbers while these are gone through.
  for (const identifier of numbers.keys()) {
    const note = notes.get(identifier);
    if (note !== undefined) visitParents(note, number);
    items.push({ type: 'listItem', spread: false, children: note?.children ?? [] });
  }
  const list: List = { type: 'list', ordered: true, start: 1, spread: false, children: items };
  if (items.length > 0) root.children.push(list);
}

/** Takes the definitions out, those inside of others too. Of several with one name the first counts. */
function takeDefinitions(root: Root): Map<string, FootnoteDefinition> {
  const notes = new Map<string, FootnoteDefinition>();
  const waiting: Parent[] = [root];
  for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
    const found: FootnoteDefinition[] = [];
    visitParents(tree, (parent) => {
      const isNote = (child: RootContent) => child.type === 'footnoteDefinition';
      found.push(...parent.children.filter(isNote));
      if (parent.children.some(isNote)) parent.children = parent.children.filter((child) => !isNote(child));
    });
    for (const note of found) if (!notes.has(note.identifier)) notes.set(note.identifier, note);
    waiting.push(...found.toReversed());
  }
  return notes;
}

function numbered(child: RootContent, numbers: Map<string, number>): RootContent {
  if (child.type !== 'footnoteReference') return child;
  const number = numbers.get(child.identifier) ?? numbers.size + 1;
  numbers.set(child.identifier, number);
  return { type: 'emphasis', children: [{ type: 'text', value: String(number) }], data: { hName: 'sup' } };
}
