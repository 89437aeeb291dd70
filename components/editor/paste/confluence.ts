import type { Element, ElementContent, Root } from 'hast';
import type { PasteContext } from './context';
import { attributeOf, element, findIn, hasClass, isElement, rewrite, text, textOf } from './hast';
import { checkbox } from './lists';

/** The kinds of Confluence's panels, old and new, as callouts. */
const KINDS: Record<string, string> = {
  info: 'note',
  information: 'note',
  note: 'important',
  tip: 'tip',
  success: 'tip',
  warning: 'warning',
  error: 'caution',
  custom: 'note',
  panel: 'note',
};
const BRUSH = /\bbrush:\s*([\w#+-]+)/i;
const GONE = [
  'toc-macro',
  'confluence-information-macro-icon',
  'expand-control-icon',
  'ak-editor-panel__icon',
  'codeHeader',
];

const macroOf = (one: Element): string => attributeOf(one, 'data-macro-name').toLowerCase();
const nodeOf = (one: Element): string =>
  attributeOf(one, 'data-node-type') || attributeOf(one, 'data-prosemirror-node-name');

/** Confluence, on its own servers and in the cloud: what its macros mean. */
export function cleanConfluence(root: Root, context: PasteContext): void {
  rewrite(root, (one) => {
    if (hasClass(one, ...GONE) || macroOf(one) === 'toc') return [];
    return code(one) ?? panel(one) ?? expand(one) ?? tasks(one) ?? inline(one, context);
  });
}

const callout = (kind: string, title: string, children: ElementContent[]): Element =>
  element('callout', children, { kind: KINDS[kind] ?? 'note', ...(title === '' ? {} : { title }) });

function panel(one: Element): ElementContent[] | null {
  const kind = attributeOf(one, 'data-panel-type').toLowerCase();
  if (kind !== '') return [callout(kind, '', one.children)];
  if (hasClass(one, 'confluence-information-macro')) {
    const name = macroOf(one) || (/confluence-information-macro-(\w+)/.exec(attributeOf(one, 'class'))?.[1] ?? '');
    const title = one.children.find((child) => isElement(child) && hasClass(child, 'title'));
    const words = title === undefined ? '' : textOf(title).trim();
    return [
      callout(
        name,
        words,
        one.children.filter((child) => child !== title),
      ),
    ];
  }
  if (macroOf(one) !== 'panel') return null;
  const head = findIn(one, (inner) => hasClass(inner, 'panelHeader'));
  const body = findIn(one, (inner) => hasClass(inner, 'panelContent'));
  return [callout('panel', head === undefined ? '' : textOf(head).trim(), body?.children ?? one.children)];
}

/** The lines of a highlighter that puts each into an element of its own. */
function linesOf(block: Element): string[] {
  if (hasClass(block, 'line')) return [textOf(block).replaceAll('\u00a0', ' ').replace(/\n$/, '')];
  return block.children.filter(isElement).flatMap(linesOf);
}

function code(one: Element): ElementContent[] | null {
  const brush = BRUSH.exec(attributeOf(one, 'data-syntaxhighlighter-params'))?.[1];
  if (one.tagName === 'pre' && brush !== undefined) return [pre(textOf(one), brush)];
  if (hasClass(one, 'syntaxhighlighter')) {
    const language = attributeOf(one, 'class').split(/\s+/).at(-1) ?? '';
    const body = findIn(one, (inner) => inner.tagName === 'td' && hasClass(inner, 'code')) ?? one;
    return [pre(linesOf(body).join('\n'), language)];
  }
  if (!('data-ds--code--code-block' in one.properties)) return null;
  const inner = findIn(one, ({ tagName }) => tagName === 'code') ?? one;
  const language = /language-([\w#+-]+)/.exec(attributeOf(inner, 'class'))?.[1] ?? '';
  rewrite(inner, (number) => (hasClass(number, 'linenumber', 'ds-line-number') ? [] : null));
  return [pre(textOf(inner), language)];
}

function pre(words: string, language: string): Element {
  const known = ['', 'text', 'plain', 'none'].includes(language.toLowerCase());
  return element('pre', [element('code', [text(words)], known ? {} : { class: `language-${language}` })]);
}

function expand(one: Element): ElementContent[] | null {
  if (hasClass(one, 'expand-container')) {
    const control = findIn(one, (inner) => hasClass(inner, 'expand-control-text'));
    const body = findIn(one, (inner) => hasClass(inner, 'expand-content'));
    return [details(control === undefined ? '' : textOf(control).trim(), body?.children ?? [])];
  }
  if (!/^(?:nestedE|e)xpand$/.test(nodeOf(one))) return null;
  const body = findIn(one, (inner) => /content/i.test(attributeOf(inner, 'class')));
  return [details(attributeOf(one, 'data-title'), body?.children ?? one.children)];
}

const details = (title: string, children: ElementContent[]): Element =>
  element('details', [element('summary', [text(title)]), ...children]);

function task(children: ElementContent[], checked: boolean): Element {
  return element('li', [checkbox(checked), ...children]);
}

const without = (children: ElementContent[], tagName: string): ElementContent[] =>
  children.filter((child) => !(isElement(child) && child.tagName === tagName));

function tasks(one: Element): ElementContent[] | null {
  if (one.tagName === 'li' && attributeOf(one, 'data-inline-task-id') !== '')
    return [task(without(one.children, 'input'), hasClass(one, 'checked'))];
  const state = attributeOf(one, 'data-task-state');
  if (state !== '') return [task(without(one.children, 'input'), state === 'DONE')];
  if (attributeOf(one, 'data-decision-state') !== '') return [element('li', one.children)];
  const node = nodeOf(one);
  if (node === 'actionList' || node === 'taskList' || node === 'decisionList') return [element('ul', one.children)];
  return null;
}

function inline(one: Element, context: PasteContext): ElementContent[] | null {
  const node = nodeOf(one);
  const emoji = attributeOf(one, 'data-emoji-text') || attributeOf(one, 'data-emoji-fallback');
  if (emoji !== '') return [text(emoji)];
  if (hasClass(one, 'confluence-userlink', 'user-mention') || attributeOf(one, 'data-mention-id') !== '') {
    return [text(textOf(one).trim())];
  }
  if (hasClass(one, 'status-macro', 'aui-lozenge') || node === 'status' || node === 'date')
    return [text(textOf(one).trim())];
  const extension = attributeOf(one, 'data-extension-key');
  if (extension !== '' && textOf(one).trim() === '') {
    context.leave('macros');
    return [];
  }
  return null;
}
