import type { Blockquote, Html, ListItem, Parent, Root, RootContent, Table } from 'mdast';
import { KenningError } from '@/server/platform/errors.rules';
import { calloutKind } from './admonitions.rules';
import { MAX_TABLE_CELLS } from './clean-table.rules';
import { listFootnotes, visitParents } from './footnotes.rules';

/** For one line; it may hold U+2028, at which `.` alone would stop and search again from every blank. */
const ALERT = /^\[!([A-Za-z]+)\][-+]?[ \t]*(.*)$/s;
const EMPTY_TASK = /^\[([ xX])\]$/;
const TAG_NAME = /^<\/?([A-Za-z][^\s/>]*)/;

/** What HTML has an element for. A tag that is none of them, such as `<your-name>`, is a person's placeholder. */
const HTML_ELEMENTS = new Set(
  (
    'a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br ' +
    'button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em ' +
    'embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe ' +
    'img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes noscript ' +
    'object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select ' +
    'slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead ' +
    'time title tr track tt u ul var video wbr'
  ).split(' '),
);

/**
 * Says in the Markdown tree what Markdown itself does not know: alerts become callouts, an empty task stays a task,
 * footnotes become a numbered list at the end, and placeholders in angle brackets stay text.
 * @param source the text that was parsed; positions in the tree refer to it
 */
export function prepareMdast(root: Root, source: string): void {
  visitParents(root, (parent) => {
    parent.children = parent.children.map((child) => prepared(child, parent, source));
  });
  listFootnotes(root);
}

function prepared(child: RootContent, parent: Parent, source: string): RootContent {
  switch (child.type) {
    case 'blockquote':
      markAlert(child, source);
      return child;
    case 'table':
      demandSmallTable(child);
      return child;
    case 'listItem':
      markEmptyTask(child, source);
      return child;
    case 'html':
      return placeholderAsText(child, parent);
    default:
      return child;
  }
}

/** Rows are filled up to the length of the first, so a short text can ask for a very large table. */
function demandSmallTable(table: Table): void {
  const columns = table.align?.length ?? 0;
  if (columns * table.children.length > MAX_TABLE_CELLS) {
    throw new KenningError('too_large', 'table_too_large', { limitCells: MAX_TABLE_CELLS });
  }
}

function startsWith(node: { position?: { start: { offset?: number } } | undefined }, source: string, text: string) {
  const offset = node.position?.start.offset;
  return offset !== undefined && source.startsWith(text, offset);
}

function markAlert(quote: Blockquote, source: string): void {
  const paragraph = quote.children[0];
  const text = paragraph?.type === 'paragraph' ? paragraph.children[0] : undefined;
  if (paragraph?.type !== 'paragraph' || text?.type !== 'text' || !startsWith(text, source, '[!')) return;
  const [firstLine = '', ...rest] = text.value.split('\n');
  const [, word = '', title = ''] = ALERT.exec(firstLine) ?? [];
  const kind = calloutKind(word);
  if (kind === null) return;
  const titleGoesOn = title !== '' && rest.length === 0 && paragraph.children.length > 1;
  text.value = titleGoesOn ? `${title}` : rest.join('\n');
  if (text.value === '' && paragraph.children[1]?.type === 'break') paragraph.children.splice(1, 1);
  if (text.value === '') paragraph.children.shift();
  if (paragraph.children.length === 0) quote.children.shift();
  quote.data = {
    hName: 'callout',
    hProperties: { kind, ...(title === '' || titleGoesOn ? {} : { title }) },
  };
}

function markEmptyTask(item: ListItem, source: string): void {
  const paragraph = item.children[0];
  if (typeof item.checked === 'boolean' || paragraph?.type !== 'paragraph' || paragraph.children.length !== 1) return;
  const text = paragraph.children[0];
  const mark = text?.type === 'text' && startsWith(text, source, '[') ? EMPTY_TASK.exec(text.value)?.[1] : undefined;
  if (mark === undefined) return;
  item.checked = mark !== ' ';
  paragraph.children = [];
}

function placeholderAsText(html: Html, parent: Parent): RootContent {
  const name = TAG_NAME.exec(html.value)?.[1];
  if (name === undefined || HTML_ELEMENTS.has(name.toLowerCase())) return html;
  const inFlow = parent.type !== 'paragraph' && parent.type !== 'heading' && parent.type !== 'tableCell';
  const isPhrasing = !inFlow || ['emphasis', 'strong', 'delete', 'link', 'linkReference'].includes(parent.type);
  const text = { type: 'text' as const, value: html.value };
  return isPhrasing ? text : { type: 'paragraph', children: [text] };
}
