import type { Element, ElementContent, Parents, Properties, Root, RootContent } from 'hast';
import { Parser } from 'htmlparser2';
import { formulaFromMath } from './hast-formula.rules';

/** Elements whose text is not for reading, or which show something that does not stand in the document itself. */
const VANISHING = new Set(
  'script style template head svg math object embed iframe video audio canvas noframes'.split(' '),
);

/** Elements whose text is code. It is never taken up, so that it cannot come out of one that was left open. */
const CODE = new Set(['script', 'style']);

/** Elements in which the parser reads tags as text; one left open would take every tag of the document that follows. */
const FRAMES = new Set(['iframe', 'noframes']);

/** Elements inside one another; deeper ones give their children to the one above. */
const MAX_HTML_LEVELS = 100;

type Raw = { type: 'raw'; value: string };
/** A tree of HTML, and the elements that were left out of it. */
export type Hast = { root: Root; dropped: string[] };

type MarkdownHast = RootContent | Raw;

/**
 * Reads HTML forgivingly and in linear time, between nodes that are read already. Tags that are left open close with
 * their parent, so that one unclosed tag in a paragraph cannot swallow the rest of the document. What will vanish holds
 * only what stands before its own closing tag: without one, what follows it belongs to the document.
 */
class HtmlReader {
  private readonly top: Element = { type: 'element', tagName: 'div', properties: {}, children: [] };
  private open: Element[] = [this.top];
  /** The text of style elements: what a class means to whoever reads a page from elsewhere. */
  styles = '';
  private readonly parser = new Parser(
    {
      onopentag: (tagName, attributes) => this.onOpen(tagName, attributes),
      onclosetag: (_tagName, isImplied) => this.onClose(isImplied),
      ontext: (value) => {
        const within = this.open.at(-1)?.tagName ?? '';
        if (within === 'style') this.styles += value;
        if (!CODE.has(within)) this.append({ type: 'text', value });
      },
    },
    { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: true },
  );

  private onOpen(tagName: string, attributes: Record<string, string>): void {
    const parent = this.open.at(-1) ?? this.top;
    if (this.open.length > MAX_HTML_LEVELS) {
      this.open.push(parent);
      return;
    }
    const element: Element = { type: 'element', tagName, properties: { ...attributes } as Properties, children: [] };
    this.append(element);
    this.open.push(element);
  }

  private onClose(isImplied: boolean): void {
    if (this.open.length === 1) return;
    const element = this.open.pop();
    // Where too many are inside one another, the one above stands here again and is open still.
    if (isImplied && element !== undefined && element !== this.open.at(-1)) this.giveBack(element);
  }

  /** What came into an element that had no closing tag of its own goes on behind it, if the element will vanish. */
  private giveBack(element: Element): void {
    if (!VANISHING.has(element.tagName)) return;
    const { children } = element;
    element.children = [];
    for (const child of children) this.append(child);
  }

  append(node: ElementContent): void {
    const into = this.open.at(-1) ?? this.top;
    const last = into.children.at(-1);
    if (node.type === 'text' && last?.type === 'text') last.value += node.value;
    else into.children.push(node);
  }

  write(html: string): void {
    this.parser.write(html);
    const last = this.open.at(-1);
    if (last === undefined || !FRAMES.has(last.tagName)) return;
    this.parser.write(`</${last.tagName}>`);
    this.giveBack(last);
  }

  end(): ElementContent[] {
    this.parser.end();
    return this.top.children;
  }
}

/** A page of HTML as a tree with all its elements, and the text of its style elements. */
export function htmlToHast(html: string): { root: Root; styles: string } {
  const reader = new HtmlReader();
  reader.write(html);
  return { root: { type: 'root', children: reader.end() }, styles: reader.styles };
}

/** Replaces the raw HTML in a tree that came from Markdown by elements. */
export function stitchRawHtml(root: Root): Hast {
  const waiting: Parents[] = [root];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    const children = parent.children as MarkdownHast[];
    if (children.some((child) => child.type === 'raw')) parent.children = stitched(children);
    for (const child of parent.children) if (child.type === 'element') waiting.push(child);
  }
  return withoutVanishing(root);
}

function stitched(children: readonly MarkdownHast[]): ElementContent[] {
  const reader = new HtmlReader();
  for (const child of children) {
    if (child.type === 'raw') reader.write(child.value);
    else if (child.type === 'element' || child.type === 'text') reader.append(child);
  }
  return reader.end();
}

/** Takes away what does not stand in a document, with what is in it. */
export function withoutVanishing(root: Root): Hast {
  const dropped = new Set<string>();
  const waiting: Parents[] = [root];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    const kept: ElementContent[] = [];
    for (const child of parent.children) {
      const formula = child.type === 'element' && child.tagName === 'math' ? formulaFromMath(child) : null;
      if (formula) kept.push(formula);
      else if (child.type === 'element' && VANISHING.has(child.tagName)) dropped.add(`element:${child.tagName}`);
      else if (child.type !== 'doctype') kept.push(child);
    }
    parent.children = kept;
    for (const child of kept) if (child.type === 'element') waiting.push(child);
  }
  return { root, dropped: [...dropped] };
}
