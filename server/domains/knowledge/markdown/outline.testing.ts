import type { Element, Nodes, Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** What a reader of a Markdown file sees, gathered without any of our own code, through the HTML standard's parser. */
export type Outline = {
  headings: string[];
  tables: string[][][];
  lists: string[];
  code: string[];
  links: string[];
  images: string[];
};

const reader = unified().use(remarkParse).use(remarkGfm).use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw);

function isElement(node: Nodes, ...names: string[]): node is Element {
  return node.type === 'element' && (names.length === 0 || names.includes(node.tagName));
}

function elementsOf(node: Nodes): Element[] {
  if (node.type !== 'root' && node.type !== 'element') return [];
  return node.children.flatMap((child) => (isElement(child) ? [child, ...elementsOf(child)] : []));
}

function rawText(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'root' && node.type !== 'element') return '';
  return node.type === 'element' && node.tagName === 'br' ? ' ' : node.children.map(rawText).join('');
}

function text(node: Nodes): string {
  return rawText(node).replace(/\s+/g, ' ').trim();
}

/** The words of an item without the lists inside it, then those lists, one level deeper. */
function listLines(list: Element, level: number): string[] {
  return list.children
    .filter((child): child is Element => isElement(child, 'li'))
    .flatMap((item) => {
      const own: Element = { ...item, children: item.children.filter((child) => !isElement(child, 'ul', 'ol', 'pre')) };
      const box = elementsOf(own).find((child) => child.tagName === 'input');
      const mark = box === undefined ? '' : box.properties.checked === true ? '[x] ' : '[ ] ';
      const inner = item.children.filter((child): child is Element => isElement(child, 'ul', 'ol'));
      return [
        `${'  '.repeat(level)}${list.tagName} ${mark}${text(own)}`,
        ...inner.flatMap((nested) => listLines(nested, level + 1)),
      ];
    });
}

function outermostLists(node: Root | Element): Element[] {
  return node.children.flatMap((child) => {
    if (!isElement(child)) return [];
    return isElement(child, 'ul', 'ol') ? [child] : outermostLists(child);
  });
}

function language(pre: Element): string {
  const code = pre.children.find((child): child is Element => isElement(child, 'code'));
  const classes = code?.properties.className;
  const found = Array.isArray(classes) ? classes.find((name) => String(name).startsWith('language-')) : undefined;
  return found === undefined ? '' : String(found).slice('language-'.length);
}

/** Reads Markdown as GitHub would and says what is in it. Footnotes are left out. */
export function outlineOf(markdown: string): Outline {
  const root = reader.runSync(reader.parse(markdown)) as Root;
  root.children = root.children.filter((child) => !isElement(child) || child.properties.dataFootnotes === undefined);
  const all = elementsOf(root).filter((node) => node.properties.dataFootnoteRef === undefined);
  const cells = (row: Element) => elementsOf(row).filter((cell) => isElement(cell, 'td', 'th'));
  return {
    headings: all.filter((node) => /^h[1-6]$/.test(node.tagName)).map((node) => `${node.tagName} ${text(node)}`),
    tables: all
      .filter((node) => node.tagName === 'table')
      .map((table) =>
        elementsOf(table)
          .filter((row) => row.tagName === 'tr')
          .map((row) => cells(row).map(text)),
      ),
    lists: outermostLists(root).flatMap((list) => listLines(list, 0)),
    code: all
      .filter((node) => node.tagName === 'pre')
      .map((pre) => `${language(pre)}\n${rawText(pre).replace(/\n$/, '')}`),
    links: all
      .filter((node) => node.tagName === 'a' && node.properties.href !== undefined)
      .map((node) => `${String(node.properties.href)} ${text(node)}`),
    images: all
      .filter((node) => node.tagName === 'img')
      .map((node) => `${String(node.properties.src)} ${String(node.properties.alt ?? '')}`),
  };
}
