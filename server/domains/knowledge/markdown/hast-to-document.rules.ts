import type { Element, Nodes, Root } from 'hast';
import { safeImageUrl, safeLinkUrl } from '../document.schema';
import { INLINE_FORMULA_CLASS } from '../document-formula.schema';
import { mentionOfElement, mentionOfLink } from '../mention.rules';
import { figureFromHast } from './figure.rules';
import { tableFromHast } from './hast-table.rules';
import { bareLineEnds, type LooseNode, type Mark } from './loose.rules';

const MARKS: Record<string, string> = {
  strong: 'bold',
  b: 'bold',
  em: 'italic',
  i: 'italic',
  cite: 'italic',
  dfn: 'italic',
  var: 'italic',
  del: 'strike',
  s: 'strike',
  strike: 'strike',
  u: 'underline',
  ins: 'underline',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
  sub: 'subscript',
  sup: 'superscript',
};

const WRAPPERS: Record<string, string> = { p: 'paragraph', blockquote: 'blockquote', summary: 'detailsSummary' };

/** Maps a tree of HTML to nodes of the document's schema, not yet checked for structure. */
export function hastToLoose(root: Root): LooseNode[] {
  return children(root, []);
}

function children(parent: Root | Element, marks: readonly Mark[]): LooseNode[] {
  return parent.children.flatMap((child) => convert(child, marks));
}

function convert(node: Nodes, marks: readonly Mark[]): LooseNode[] {
  // Whether a line end is a space or nothing, `cleanDocument` decides.
  if (node.type === 'text') return node.value === '' ? [] : [text(bareLineEnds(node.value), marks)];
  return node.type === 'element' ? element(node, marks) : [];
}

function text(value: string, marks: readonly Mark[]): LooseNode {
  return marks.length === 0 ? { type: 'text', text: value } : { type: 'text', text: value, marks: [...marks] };
}

/** An attribute's words, or null when it is absent or empty. */
export function attribute(node: Element, name: string): string | null {
  const value = node.properties[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.join(' ') : null;
}

function element(node: Element, marks: readonly Mark[]): LooseNode[] {
  if (isInlineFormula(node)) return [{ type: 'inlineMath', attrs: { latex: rawText(node) } }];
  const mention = mentionOfElement(node.properties);
  if (mention !== null) return [mention];
  const mark = MARKS[node.tagName];
  if (mark !== undefined) {
    return children(node, [...marks.filter((other) => other.type !== mark), { type: mark }]);
  }
  const wrapper = WRAPPERS[node.tagName];
  if (wrapper !== undefined) return [{ type: wrapper, content: children(node, marks) }];
  return inlineElement(node, marks) ?? blockElement(node, marks) ?? children(node, marks);
}

function inlineElement(node: Element, marks: readonly Mark[]): LooseNode[] | null {
  switch (node.tagName) {
    case 'br':
      return [{ type: 'hardBreak' }];
    case 'a':
      return link(node, marks);
    case 'img':
      return image(node, marks);
    case 'wbr':
    case 'input':
      return [];
    default:
      return null;
  }
}

function link(node: Element, marks: readonly Mark[]): LooseNode[] {
  const href = safeLinkUrl(attribute(node, 'href'));
  const name = attribute(node, 'id') ?? attribute(node, 'name');
  const anchor: LooseNode[] = name === null ? [] : [{ type: 'anchor', attrs: { name } }];
  if (href === null) return [...anchor, ...children(node, marks)];
  const title = attribute(node, 'title');
  // Its words are those of whoever wrote it out: they are asked for anew.
  const mention = mentionOfLink(href, title);
  if (mention !== null) return [...anchor, mention];
  const others = marks.filter((mark) => mark.type !== 'link');
  return [...anchor, ...children(node, [...others, { type: 'link', attrs: { href, title } }])];
}

function image(node: Element, marks: readonly Mark[]): LooseNode[] {
  const src = safeImageUrl(attribute(node, 'src'));
  const alt = attribute(node, 'alt');
  if (src === null) return alt === null || alt === '' ? [] : [text(alt, marks)];
  const attrs = { src, alt: alt === '' ? null : alt, title: attribute(node, 'title') };
  return [{ type: 'image', attrs, marks: [...marks] }];
}

function blockElement(node: Element, marks: readonly Mark[]): LooseNode[] | null {
  const level = /^h([1-6])$/.exec(node.tagName)?.[1];
  if (level !== undefined) {
    return [
      { type: 'heading', attrs: { level: Number(level), anchor: headingId(node) }, content: children(node, marks) },
    ];
  }
  switch (node.tagName) {
    case 'hr':
      return [{ type: 'horizontalRule' }];
    case 'pre':
      return [codeBlock(node)];
    case 'ul':
    case 'ol':
      return list(node, marks);
    case 'table':
      return tableFromHast(node, (cell) => children(cell, marks));
    case 'callout':
      return [{ type: 'callout', attrs: calloutAttrs(node), content: children(node, marks) }];
    case 'details':
      return [{ type: 'details', attrs: { open: 'open' in node.properties }, content: children(node, marks) }];
    case 'figure': {
      const content = (parent: Element) => children(parent, marks);
      return [figureFromHast(node, content) ?? { type: 'block', content: content(node) }];
    }
    case 'dt':
      return [{ type: 'paragraph', content: children(node, [...marks, { type: 'bold' }]) }];
    case 'dd':
      return [{ type: 'blockquote', content: children(node, marks) }];
    case 'div':
    case 'section':
    case 'article':
    case 'main':
    case 'header':
    case 'footer':
    case 'figcaption':
    case 'address':
    case 'center':
    case 'nav':
    case 'form':
    case 'fieldset':
    case 'dl':
    case 'option':
      return [{ type: 'block', content: children(node, marks) }];
    default:
      return null;
  }
}

function headingId(node: Element): string | null {
  return attribute(node, 'id') ?? null;
}

function calloutAttrs(node: Element): Record<string, unknown> {
  return { kind: attribute(node, 'kind'), title: attribute(node, 'title') };
}

function rawText(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element' && node.type !== 'root') return '';
  return node.type === 'element' && node.tagName === 'br' ? '\n' : node.children.map(rawText).join('');
}

function classesOf(...nodes: (Element | undefined)[]): string[] {
  return nodes.flatMap((node) => {
    const { className, class: written } = node?.properties ?? {};
    return String(className ?? written ?? '').split(/[\s,]+/);
  });
}

function isInlineFormula(node: Element): boolean {
  return node.tagName === 'code' && classesOf(node).includes(INLINE_FORMULA_CLASS);
}

function codeBlock(pre: Element): LooseNode {
  const code = pre.children.find((child): child is Element => child.type === 'element' && child.tagName === 'code');
  const classes = classesOf(pre, code).join(' ');
  const language = /(?:^|\s)(?:language|lang|highlight-source)-([^\s]+)/.exec(classes)?.[1] ?? null;
  const value = rawText(pre).replace(/\r\n?/g, '\n').replace(/\n$/, '');
  return { type: 'codeBlock', attrs: { language }, content: value === '' ? [] : [{ type: 'text', text: value }] };
}

/** Takes the checkbox off the start of an item. @returns its state, or null when the item has none */
function takeCheckbox(item: Element): boolean | null {
  const holder = item.children.find(
    (child) => child.type === 'element' || (child.type === 'text' && child.value.trim()),
  );
  if (holder?.type !== 'element') return null;
  if (holder.tagName === 'p' || holder.tagName === 'label') return takeCheckbox(holder);
  if (holder.tagName !== 'input' || attribute(holder, 'type') !== 'checkbox') return null;
  const at = item.children.indexOf(holder);
  item.children.splice(at, 1);
  const next = item.children[at];
  if (next?.type === 'text') next.value = next.value.replace(/^[ \t]/, '');
  return 'checked' in holder.properties && holder.properties.checked !== false;
}

/** One list; where items with and without a checkbox follow one another, one list after the other. */
function list(node: Element, marks: readonly Mark[]): LooseNode[] {
  const lists: LooseNode[] = [];
  let count = Number(attribute(node, 'start') ?? 1);
  for (const child of node.children) {
    if (child.type === 'text' && child.value.trim() === '') continue;
    const isItem = child.type === 'element' && child.tagName === 'li';
    const checked = isItem ? takeCheckbox(child) : null;
    const content = isItem ? children(child, marks) : convert(child, marks);
    const type = checked !== null ? 'taskList' : node.tagName === 'ol' ? 'orderedList' : 'bulletList';
    const item: LooseNode =
      checked === null ? { type: 'listItem', content } : { type: 'taskItem', attrs: { checked }, content };
    const last = lists.at(-1);
    if (last?.type === type) last.content?.push(item);
    else lists.push({ type, ...(type === 'orderedList' ? { attrs: { start: count } } : {}), content: [item] });
    count += 1;
  }
  return lists;
}
