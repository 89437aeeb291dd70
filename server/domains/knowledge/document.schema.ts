import { type AnyExtension, getSchema, InputRule, type JSONContent } from '@tiptap/core';
import { Code } from '@tiptap/extension-code';
import { Image } from '@tiptap/extension-image';
import { Link } from '@tiptap/extension-link';
import { OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { Schema } from '@tiptap/pm/model';
import StarterKit from '@tiptap/starter-kit';
import { Figure, FigureCaption } from './document-figure.schema';
import { BlockMath, InlineMath } from './document-formula.schema';
import { onlyFinished } from './document-link.schema';
import { ItemMention, PersonMention } from './document-mention.schema';
import { Callout, Details, DetailsSummary, HeadingAnchor, Subscript, Superscript } from './document-nodes.schema';
import { safeImageUrl, safeLinkUrl } from './document-url.schema';
import { demandThat, isTextOrNull, LIST_START_DIGITS_MAX, withChecks } from './document-values.schema';

export { FIGURE_WIDTHS, type FigureWidth, isFigureWidth } from './document-figure.schema';
export { CALLOUT_KINDS, type CalloutKind, isCalloutKind } from './document-nodes.schema';
export { isExternalUrl, safeImageUrl, safeLinkUrl } from './document-url.schema';

/** The name of the Y.XmlFragment inside a document's Y.Doc that holds its text. Tiptap's own default. */
export const DOCUMENT_FRAGMENT = 'default';
/** The node that holds words by themselves. */
export const PARAGRAPH_NODE = 'paragraph';

/** The Tiptap JSON of a whole document. */
export type DocumentJson = JSONContent & { type: 'doc' };
export type DocumentNode = JSONContent;

function demandUrl(safe: (url: unknown) => string | null) {
  return demandThat((url) => safe(url) !== null, 'address not allowed in a document');
}

const attributeText = (what: string) => ({ default: null, validate: demandThat(isTextOrNull, what) });

/** Links and images in the product carry only what a document needs; how they open is for the view to decide. */
const DocumentLink = Link.extend({
  /** What is typed after a link is not the link, whoever types it. */
  inclusive: false,
  addAttributes() {
    return {
      href: { default: null, validate: demandUrl(safeLinkUrl) },
      title: attributeText('link title'),
    };
  },
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(onlyFinished);
  },
}).configure({
  openOnClick: false,
  markdownLinks: true,
  defaultProtocol: 'https',
  HTMLAttributes: { target: null, rel: 'noopener noreferrer nofollow', class: null },
  isAllowedUri: (url) => safeLinkUrl(url) !== null,
});

const DocumentImage = Image.extend({
  addAttributes() {
    return {
      src: { default: null, validate: demandUrl(safeImageUrl) },
      alt: attributeText('image alt'),
      title: attributeText('image title'),
      // Yjs keeps marks on text only, so the link around an image is its own attribute.
      href: { default: null, validate: (url: unknown) => url === null || demandUrl(safeLinkUrl)(url) },
    };
  },
}).configure({ inline: true, allowBase64: false });

/** What holds blocks runs in the direction of its first words. Rendered only: it is no part of a document. */
const OWN_DIRECTION = { HTMLAttributes: { dir: 'auto' } };

const LIST_TYPED = new RegExp(`^(\\d{1,${LIST_START_DIGITS_MAX}})[.)]\\s$`);

/** What is typed becomes a list only where a list may begin with that number. */
const DocumentOrderedList = OrderedList.extend({
  addInputRules() {
    return (this.parent?.() ?? []).map(({ handler }) => new InputRule({ find: LIST_TYPED, handler }));
  },
});

/** Inline code may be bold or a link, as Markdown has it; Tiptap's own refuses all other marks. */
const DocumentCode = Code.extend({ excludes: 'code' });

/**
 * The one list of Tiptap extensions: the editor, the server and every rendering use this schema and no other.
 * @param replacements extensions that take the place of those with the same name, for instance a code block with a
 *   node view; they must keep the attributes, or documents lose them
 */
export function documentExtensions(replacements: AnyExtension[] = []): AnyExtension[] {
  const own: AnyExtension[] = [
    StarterKit.configure({
      undoRedo: false,
      trailingNode: false,
      link: false,
      code: false,
      blockquote: OWN_DIRECTION,
      bulletList: OWN_DIRECTION,
      orderedList: false,
    }),
    DocumentOrderedList.configure(OWN_DIRECTION),
    DocumentLink,
    DocumentCode,
    DocumentImage,
    TaskList.configure(OWN_DIRECTION),
    TaskItem.configure({ nested: true }),
    Table.configure({ resizable: false, ...OWN_DIRECTION }),
    TableRow,
    TableHeader,
    TableCell,
    Callout,
    Details,
    DetailsSummary,
    Subscript,
    Superscript,
    HeadingAnchor,
    Figure,
    FigureCaption,
    InlineMath,
    BlockMath,
    PersonMention,
    ItemMention,
  ];
  const replaced = new Set(replacements.map((extension) => extension.name));
  const starterKitOff = Object.fromEntries(replacements.map((extension) => [extension.name, false]));
  return [
    ...own
      .filter((extension) => !replaced.has(extension.name))
      .map((extension) => (extension.name === 'starterKit' ? extension.configure(starterKitOff) : extension)),
    ...replacements,
  ].map(withChecks);
}

let schema: Schema | undefined;

/** The ProseMirror schema of `documentExtensions()`, built once. */
export function documentSchema(): Schema {
  schema ??= getSchema(documentExtensions());
  return schema;
}

/** A document without a word in it. */
export function emptyDocument(): DocumentJson {
  return { type: 'doc', content: [{ type: 'paragraph' }] };
}
