import type { Element, ElementContent, Root } from 'hast';
import { attributeOf, element, findIn, hasClass, isBlank, isElement, ownStyle, rewrite, text, textOf } from './hast';
import { checkbox, listsIntoItems, mergeByDepth } from './lists';

/** What a page has around its text. */
const GONE = new Set([
  'nav',
  'button',
  'select',
  'textarea',
  'noscript',
  'dialog',
  'menu',
  'meta',
  'link',
  'title',
  'base',
]);
const GONE_ROLES = new Set(['navigation', 'menu', 'menubar', 'toolbar', 'search', 'tooltip', 'dialog', 'alertdialog']);
/** Marks beside headings and code that are for the page, not for the text. */
const GONE_CLASSES = [
  'anchor',
  'headerlink',
  'header-anchor',
  'hash-link',
  'zeroclipboard-container',
  'sr-only',
  'visually-hidden',
  'data-footnote-backref',
  'katex-html',
  'mw-editsection',
];
const ALERT_KINDS: Record<string, string> = {
  info: 'note',
  note: 'note',
  tip: 'tip',
  success: 'tip',
  important: 'important',
  warning: 'warning',
  caution: 'caution',
  danger: 'caution',
};
const ALERT =
  /(?:^|\s)(?:markdown-alert|admonition|alert|theme-admonition|notice-block|callout)[ -]+(?:[\w-]+ )*?(?:markdown-alert-|alert-|theme-admonition-|callout-)?(info|note|tip|success|important|warning|caution|danger)\b/i;
const ALERT_TITLES = ['markdown-alert-title', 'admonition-title', 'admonition-heading'];

function isGone(one: Element): boolean {
  return (
    GONE.has(one.tagName) ||
    GONE_ROLES.has(attributeOf(one, 'role')) ||
    'hidden' in one.properties ||
    ownStyle(one, 'display') === 'none' ||
    ownStyle(one, 'visibility') === 'hidden' ||
    hasClass(one, ...GONE_CLASSES) ||
    'data-footnote-backref' in one.properties
  );
}

/** Pages of the web, of Notion, Outline, GitHub and Slack: what is for reading, and what their classes mean. */
export function cleanWeb(root: Root): void {
  rewrite(root, (one) => (isGone(one) ? [] : (callout(one) ?? inline(one))));
  listsIntoItems(root);
  mergeByDepth(root, slackDepth);
}

/** What we ourselves show a callout as: its title, or the word for its kind, is the first paragraph. */
function ownCallout(one: Element, kind: string): ElementContent[] {
  const [head, ...rest] = one.children.filter((child) => !isBlank(child));
  const isHead = isElement(head) && head.tagName === 'p' && attributeOf(head, 'class') !== '';
  const words = isHead ? textOf(head).trim() : '';
  const properties: Record<string, string> = { kind };
  if (words !== '' && words.toLowerCase() !== kind) properties.title = words;
  return [element('callout', isHead ? rest : one.children, properties)];
}

function callout(one: Element): ElementContent[] | null {
  const own = attributeOf(one, 'data-callout');
  if (own !== '') return ownCallout(one, own);
  const kind = ALERT.exec(attributeOf(one, 'class'))?.[1]?.toLowerCase();
  if ((one.tagName === 'div' || one.tagName === 'aside') && kind !== undefined) {
    const head = one.children.find((child) => isElement(child) && hasClass(child, ...ALERT_TITLES));
    const words = head === undefined ? '' : textOf(head).trim();
    const title = words.toLowerCase() === kind ? '' : words;
    const properties = { kind: ALERT_KINDS[kind] ?? 'note', ...(title === '' ? {} : { title }) };
    return [
      element(
        'callout',
        one.children.filter((child) => child !== head),
        properties,
      ),
    ];
  }
  return one.tagName === 'aside' && attributeOf(one, 'class') === ''
    ? [element('callout', one.children, { kind: 'note' })]
    : null;
}

function inline(one: Element): ElementContent[] | null {
  if (hasClass(one, 'katex', 'katex-display')) {
    const source = findIn(one, (inner) => attributeOf(inner, 'encoding') === 'application/x-tex');
    if (source !== undefined) return [element('code', [text(textOf(source).trim())])];
  }
  if (attributeOf(one, 'data-stringify-type') === 'paragraph-break') return [element('div', [])];
  if ('data-footnote-ref' in one.properties) return one.children;
  if (one.tagName === 'label' || one.tagName === 'form') return one.children;
  return box(one);
}

/** A box that is drawn by a page of its own making. */
function box(one: Element): ElementContent[] | null {
  if (one.tagName !== 'span' || attributeOf(one, 'role') !== 'checkbox') return null;
  return [checkbox(attributeOf(one, 'aria-checked') === 'true')];
}

/** Slack's lists stand one after the other, each with how deep it is. */
function slackDepth(list: Element): number | null {
  const depth = attributeOf(list, 'data-indent');
  return /^\d+$/.test(depth) ? Number(depth) : null;
}
