import type { Element, ElementContent, Parents, Root } from 'hast';
import {
  attributeOf,
  element,
  elementsIn,
  findIn,
  hasClass,
  isBlank,
  isElement,
  ownStyle,
  rewrite,
  text,
  textOf,
} from './hast';

const LANGUAGE = /(?:^|\s)(?:language|lang|highlight-source|highlight-text|brush:)-?([\w#+.-]+)/;

/** A block of code as `pre` and nothing else in it. */
export function codeBlock(words: string, language: string | null): Element {
  const properties: Record<string, string> = language === null ? {} : { class: `language-${language}` };
  return element('pre', [element('code', [text(words)], properties)]);
}

function languageOf(...places: (Element | undefined)[]): string | null {
  for (const place of places) {
    if (place === undefined) continue;
    const named = attributeOf(place, 'data-language') || attributeOf(place, 'data-lang');
    const found = named || LANGUAGE.exec(attributeOf(place, 'class'))?.[1];
    if (found) return found.toLowerCase();
  }
  return null;
}

const NUMBERS = ['linenumber', 'line-number', 'lineno', 'linenos', 'gutter', 'blob-num', 'line-numbers-rows'];
const isLine = (one: Element): boolean => one.tagName === 'div' || one.tagName === 'p' || one.tagName === 'li';

/** Code as its lines, whether they end by themselves or by an element for each. */
function codeText(block: Element): string {
  rewrite(block, (one) => (hasClass(one, ...NUMBERS) || one.tagName === 'button' ? [] : null));
  const code = block.children.filter((child) => !isBlank(child));
  if (code.length > 0 && code.every((child) => isElement(child) && isLine(child))) {
    return code.map((line) => textOf(line).replace(/\n$/, '')).join('\n');
  }
  return textOf(block);
}

/** Every `pre`, with its language wherever the page says it. Whatever is copied with the code beside it goes. */
export function preToCode(parent: Parents): void {
  const children: ElementContent[] = [];
  for (const child of parent.children as ElementContent[]) {
    if (!isElement(child)) children.push(child);
    else if (child.tagName === 'pre') {
      const code = findIn(child, ({ tagName }) => tagName === 'code');
      const language = languageOf(code, child, isElement(parent as Element) ? (parent as Element) : undefined);
      children.push(codeBlock(codeText(soleCode(child) ?? child), language));
    } else if (isFileView(child)) children.push(fileView(child));
    else {
      preToCode(child);
      children.push(child);
    }
  }
  parent.children = children;
}

/** The only child of a block of code, which some pages put between it and the lines. */
function soleCode(block: Element): Element | null {
  const shown = block.children.filter((child) => !isBlank(child));
  const [only] = shown;
  return shown.length === 1 && isElement(only) && only.tagName === 'code' ? only : null;
}

/** GitHub shows a file as a table of numbered lines. */
const isFileView = (one: Element): boolean =>
  one.tagName === 'table' && findIn(one, (cell) => hasClass(cell, 'blob-code')) !== undefined;

function fileView(table: Element): Element {
  const lines = elementsIn(table).filter((one) => one.tagName === 'td' && hasClass(one, 'blob-code'));
  return codeBlock(lines.map((line) => textOf(line).replace(/\n$/, '')).join('\n'), null);
}

/** Whether all of it is what an editor of code puts beside its text: lines in coloured spans, in one font, kept as they are. */
export function isFromCodeEditor(root: Root): boolean {
  const blocks = root.children.filter(isElement).filter((one) => one.tagName !== 'meta');
  const [only] = blocks;
  if (blocks.length !== 1 || only === undefined || only.tagName !== 'div') return false;
  return /^pre/.test(ownStyle(only, 'white-space')) && /mono|consol|courier|menlo/.test(ownStyle(only, 'font-family'));
}

/** Lines that are code from end to end, one under the other, are one block of code. */
export function codeLinesToBlocks(parent: Parents): void {
  const result: ElementContent[] = [];
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 1) result.push(codeBlock(lines.join('\n'), null));
    else result.push(...lines.map((line) => element('p', [element('code', [text(line)])])));
    lines = [];
  };
  for (const child of parent.children as ElementContent[]) {
    if (isElement(child) && child.tagName === 'p' && isAllCode(child)) {
      lines.push(
        textOf(child)
          .replace(/[ \t]*[\r\n]+[ \t]*/g, ' ')
          .replaceAll('\u00a0', ' '),
      );
      continue;
    }
    if (lines.length > 0 && isBlank(child)) continue;
    flush();
    if (isElement(child) && child.tagName !== 'pre') codeLinesToBlocks(child);
    result.push(child);
  }
  flush();
  parent.children = result;
}

function isAllCode(node: ElementContent): boolean {
  if (!isElement(node)) return isBlank(node);
  if (node.tagName === 'code' || node.tagName === 'br') return true;
  if (node.tagName === 'img' || node.tagName === 'a') return false;
  return node.children.length > 0 && node.children.every(isAllCode) && textOf(node).trim() !== '';
}
