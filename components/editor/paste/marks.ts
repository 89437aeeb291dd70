import type { Element, ElementContent, Parents, Root, Text } from 'hast';
import type { PasteContext } from './context';
import { attributeOf, type Declarations, element, isElement, styleOf } from './hast';

/** How the words at one place look, as far as it means something. */
type Look = {
  bold: boolean;
  italic: boolean;
  strike: boolean;
  underline: boolean;
  code: boolean;
  raised: 'sub' | 'sup' | null;
  /** Within a link, which is underlined anyway. */
  linked: boolean;
  /** Within a heading, which is bold anyway. */
  headed: boolean;
};

const PLAIN: Look = {
  bold: false,
  italic: false,
  strike: false,
  underline: false,
  code: false,
  raised: null,
  linked: false,
  headed: false,
};

/** Elements that say only how their words look. */
const BY_NAME: Record<string, Partial<Look>> = {
  b: { bold: true },
  strong: { bold: true },
  i: { italic: true },
  em: { italic: true },
  cite: { italic: true },
  dfn: { italic: true },
  var: { italic: true },
  s: { strike: true },
  strike: { strike: true },
  del: { strike: true },
  u: { underline: true },
  ins: { underline: true },
  code: { code: true },
  kbd: { code: true },
  samp: { code: true },
  tt: { code: true },
  sub: { raised: 'sub' },
  sup: { raised: 'sup' },
  span: {},
  font: {},
  big: {},
  small: {},
  label: {},
};

const NO_BOLD_WITHIN = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'th']);
const CODE_FONT =
  /\b(?:courier|consolas|monaco|menlo|monospace|(?:roboto|source code|fira|jetbrains|ubuntu|sf|dejavu sans|liberation) ?(?:mono|code|pro)|lucida console|inconsolata)\b/i;
const BOLD_WEIGHT = 600;

export type MarkOptions = {
  /** Whether a font for code makes code of words: where people have no other way to say so. */
  codeFonts: boolean;
};

/** Says how words look by elements around each of them, and by nothing else. */
export function plainMarks(root: Root, context: PasteContext, options: MarkOptions): void {
  root.children = marked(root, PLAIN, context, options);
}

function marked(parent: Parents, look: Look, context: PasteContext, options: MarkOptions): ElementContent[] {
  return (parent.children as ElementContent[]).flatMap((child) => {
    if (child.type === 'text') return dressed(child, look);
    if (!isElement(child)) return [];
    if (child.tagName === 'pre') return [child];
    const inner = lookIn(child, look, context, options);
    const children = marked(child, inner, context, options);
    if (BY_NAME[child.tagName] !== undefined) return children;
    return [{ ...child, children }];
  });
}

function lookIn(child: Element, outer: Look, context: PasteContext, { codeFonts }: MarkOptions): Look {
  const look = { ...outer, ...BY_NAME[child.tagName] };
  for (const name of attributeOf(child, 'class').split(/\s+/)) {
    const known = name === '' ? undefined : context.classes.get(name);
    if (known !== undefined) applyStyle(look, known, codeFonts);
  }
  applyStyle(look, styleOf(child), codeFonts);
  if (codeFonts && child.tagName === 'font' && CODE_FONT.test(attributeOf(child, 'face'))) look.code = true;
  look.headed ||= NO_BOLD_WITHIN.has(child.tagName);
  look.linked ||= child.tagName === 'a';
  return look;
}

function applyStyle(look: Look, style: Declarations, codeFonts: boolean): void {
  const weight = style.get('font-weight')?.toLowerCase();
  if (weight !== undefined) look.bold = /^bold/.test(weight) || Number(weight) >= BOLD_WEIGHT;
  const slant = style.get('font-style')?.toLowerCase();
  if (slant !== undefined) look.italic = /^(?:italic|oblique)/.test(slant);
  const line = style.get('text-decoration-line') ?? style.get('text-decoration');
  if (line !== undefined) {
    // What stands around a place draws its line through it, whatever the place itself says.
    look.strike ||= /line-through/i.test(line);
    look.underline ||= /underline/i.test(line);
  }
  const height = style.get('vertical-align')?.toLowerCase();
  if (height === 'super') look.raised = 'sup';
  else if (height === 'sub') look.raised = 'sub';
  const font = style.get('font-family') ?? style.get('font');
  if (codeFonts && font !== undefined) look.code = CODE_FONT.test(font);
}

const EDGES = /^(\s*)(.*?)(\s*)$/s;

/** Words as they look; blanks at their edges have no look of their own. */
function dressed(words: Text, look: Look): ElementContent[] {
  const [, before = '', inner = '', after = ''] = EDGES.exec(words.value) ?? [];
  if (inner === '') return [words];
  const blank = (value: string): ElementContent[] => (value === '' ? [] : [{ type: 'text', value }]);
  return [...blank(before), wrapped({ type: 'text', value: inner }, look), ...blank(after)];
}

function wrapped(words: ElementContent, look: Look): ElementContent {
  let node: ElementContent = words;
  if (look.raised !== null) node = element(look.raised, [node]);
  if (look.code) node = element('code', [node]);
  if (look.underline && !look.linked) node = element('u', [node]);
  if (look.strike) node = element('del', [node]);
  if (look.italic) node = element('em', [node]);
  if (look.bold && !look.headed) node = element('strong', [node]);
  return node;
}
