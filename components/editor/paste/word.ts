import type { Element, ElementContent, Root } from 'hast';
import type { PasteContext } from './context';
import {
  attributeOf,
  element,
  elementsIn,
  findIn,
  hasClass,
  isElement,
  ownStyle,
  rewrite,
  styleOf,
  text,
  textOf,
} from './hast';
import { mergeByDepth } from './lists';
import { wordLists } from './word-lists';

/** What Word knows beside the text, by the class it gives a paragraph. */
const HEADINGS: Record<string, string> = {
  MsoTitle: 'h1',
  MsoSubtitle: 'p',
  MsoHeading7: 'h6',
  MsoHeading8: 'h6',
  MsoHeading9: 'h6',
};
const TOC = /(?:^|\s)MsoToc(?:\d|Heading)/;
const BREAKS_PAGE = /^(?:always|page|left|right)/;

/** The paragraphs, lists, headings, notes and tables of Word, in the words of HTML. */
export function cleanWord(root: Root, context: PasteContext): void {
  leaveAsides(root, context);
  footnotes(root);
  unwrapContainers(root);
  wordLists(root);
  mergeByDepth(root, (list) => depthOf(list));
  rewrite(root, (one) => block(one));
  rewrite(root, (one) => inline(one));
}

/** Word on the web puts each item into a list of its own, with its depth. */
function depthOf(list: Element): number | null {
  const item = list.children.find(isElement);
  const level = item === undefined ? '' : attributeOf(item, 'data-aria-level') || attributeOf(item, 'aria-level');
  return level === '' ||
    (!hasClass(list, 'BulletListStyle1', 'NumberListStyle1') && attributeOf(item as Element, 'data-listid') === '')
    ? null
    : Number(level) - 1;
}

function unwrapContainers(root: Root): void {
  rewrite(root, (one) => (hasClass(one, 'ListContainerWrapper', 'OutlineElement') ? one.children : null));
}

function leaveAsides(root: Root, context: PasteContext): void {
  let comments = 0;
  rewrite(root, (one) => {
    const kind = ownStyle(one, 'mso-element');
    if (kind === 'comment-list') {
      comments += elementsIn(one).filter((inner) => ownStyle(inner, 'mso-element') === 'comment').length || 1;
      return [];
    }
    if (hasClass(one, 'MsoCommentReference') || ownStyle(one, 'mso-special-character') === 'comment') return [];
    if (one.tagName === 'del' || hasClass(one, 'msoDel')) {
      context.leave('deletions');
      return [];
    }
    if (one.tagName === 'ins' || hasClass(one, 'msoIns')) return one.children;
    if (TOC.test(attributeOf(one, 'class'))) {
      context.leftOut.set('contents', 1);
      return [];
    }
    if (ownStyle(one, 'mso-hide') === 'all') return [];
    if (/^v:(?:shape|rect|line|oval|group|textbox)$/.test(one.tagName)) {
      context.leave('drawings');
      return [];
    }
    return null;
  });
  if (comments > 0) context.leave('comments', comments);
}

/** A note's mark in the text becomes a raised number, and the notes a numbered list at the end. */
function footnotes(root: Root): void {
  const notes: Element[] = [];
  rewrite(root, (one) => {
    const kind = ownStyle(one, 'mso-element');
    if (kind === 'footnote' || kind === 'endnote') {
      notes.push(element('li', one.children));
      return [];
    }
    return kind === 'footnote-list' || kind === 'endnote-list' ? [] : null;
  });
  for (const note of notes) {
    const mark = findIn(note, isNoteMark);
    rewrite(note, (one) => (one === mark ? [] : null));
    const first = findIn(note, (one) => one.tagName === 'p')?.children[0];
    if (first?.type === 'text') first.value = first.value.trimStart();
  }
  let count = 0;
  rewrite(root, (one) => {
    if (!isNoteMark(one)) return null;
    count += 1;
    return [element('sup', [text(String(count))])];
  });
  if (notes.length > 0) root.children.push(element('ol', notes));
}

const isNoteMark = (one: Element): boolean =>
  one.tagName === 'a' && (styleOf(one).has('mso-footnote-id') || styleOf(one).has('mso-endnote-id'));

function headingName(one: Element): string | null {
  for (const name of attributeOf(one, 'class').split(/\s+/)) if (HEADINGS[name] !== undefined) return HEADINGS[name];
  const level = /^[1-9]$/.exec(ownStyle(one, 'mso-outline-level'))?.[0] ?? attributeOf(one, 'aria-level');
  const isHeading =
    one.tagName === 'p' && (attributeOf(one, 'role') === 'heading' || styleOf(one).has('mso-outline-level'));
  return isHeading && level !== '' ? `h${Math.min(Number(level), 6)}` : null;
}

function block(one: Element): ElementContent[] | null {
  if (one.tagName === 'br' && BREAKS_PAGE.test(ownStyle(one, 'page-break-before'))) return [];
  if (one.tagName !== 'p') return null;
  if (hasClass(one, 'MsoQuote', 'MsoIntenseQuote')) return [element('blockquote', [element('p', one.children)])];
  const heading = headingName(one);
  if (heading !== null) return [{ ...one, tagName: heading }];
  return textOf(one).replaceAll('\u00a0', '').trim() === '' &&
    findIn(one, ({ tagName }) => tagName === 'img') === undefined
    ? []
    : null;
}

/** Blanks that Word holds open with elements of its own. */
function inline(one: Element): ElementContent[] | null {
  if (styleOf(one).has('mso-tab-count')) return [text(' ')];
  if (ownStyle(one, 'mso-spacerun') === 'yes') return [text(' ')];
  if (hasClass(one, 'EOP')) return [];
  return null;
}
