import type { Element, ElementContent, Parents, Root } from 'hast';

export type Declarations = ReadonlyMap<string, string>;

const NONE: Declarations = new Map();
const styles = new WeakMap<Element, Declarations>();

export function isElement(node: { type: string } | undefined): node is Element {
  return node?.type === 'element';
}

/** An attribute's words; empty when it is absent. */
export function attributeOf(element: Element, name: string): string {
  const value = element.properties[name];
  return typeof value === 'string' ? value : '';
}

export function hasClass(element: Element, ...names: string[]): boolean {
  const classes = ` ${attributeOf(element, 'class').replace(/\s+/g, ' ')} `;
  return names.some((name) => classes.includes(` ${name} `));
}

/** Declarations of CSS by property in lower case; later ones win. */
export function declarations(text: string): Declarations {
  if (text === '') return NONE;
  const found = new Map<string, string>();
  for (const declaration of text.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon <= 0) continue;
    const property = declaration.slice(0, colon).trim().toLowerCase();
    found.set(property, declaration.slice(colon + 1).trim());
  }
  return found;
}

/** What the element's own style attribute says. */
export function styleOf(element: Element): Declarations {
  const known = styles.get(element);
  if (known !== undefined) return known;
  const read = declarations(attributeOf(element, 'style'));
  styles.set(element, read);
  return read;
}

/** The value of one property of the element's own style, in lower case; empty when it has none. */
export function ownStyle(element: Element, property: string): string {
  return styleOf(element).get(property)?.toLowerCase() ?? '';
}

/** All text in it, `br` as a line end. */
export function textOf(node: ElementContent | Root): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element' && node.type !== 'root') return '';
  if (node.type === 'element' && node.tagName === 'br') return '\n';
  return node.children.map((child) => (child.type === 'doctype' ? '' : textOf(child))).join('');
}

export const isBlank = (node: ElementContent): boolean =>
  node.type === 'comment' || (node.type === 'text' && node.value.trim() === '');

export function element(tagName: string, children: ElementContent[], properties: Record<string, string> = {}): Element {
  return { type: 'element', tagName, properties, children };
}

export const text = (value: string): ElementContent => ({ type: 'text', value });

/** Every element below, the outer one first, in reading order. */
export function elementsIn(parent: Parents): Element[] {
  const found: Element[] = [];
  for (const child of parent.children) {
    if (!isElement(child)) continue;
    found.push(child);
    for (const inner of elementsIn(child)) found.push(inner);
  }
  return found;
}

/** The first element below that fits. */
export function findIn(parent: Parents, fits: (element: Element) => boolean): Element | undefined {
  for (const child of parent.children) {
    if (!isElement(child)) continue;
    const found = fits(child) ? child : findIn(child, fits);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Changes every element, the inner ones first.
 * @param change what stands in its place; null leaves it
 */
export function rewrite(parent: Parents, change: (element: Element) => ElementContent[] | null): void {
  const result: ElementContent[] = [];
  for (const child of parent.children as ElementContent[]) {
    if (!isElement(child)) {
      result.push(child);
      continue;
    }
    rewrite(child, change);
    const changed = change(child);
    if (changed === null) result.push(child);
    else for (const one of changed) result.push(one);
  }
  parent.children = result;
}
