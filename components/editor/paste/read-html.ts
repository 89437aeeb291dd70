import type { Root } from 'hast';
import type { DocumentNode } from '@/server/domains/knowledge/document.schema';
import { demandDocument } from '@/server/domains/knowledge/markdown/clean-document.rules';
import { hastToLoose } from '@/server/domains/knowledge/markdown/hast-to-document.rules';
import { htmlToHast, withoutVanishing } from '@/server/domains/knowledge/markdown/html-to-hast.rules';
import { cleanImages, cleanLinks } from './addresses';
import { codeBlock, codeLinesToBlocks, isFromCodeEditor, preToCode } from './code';
import { columnsToCells } from './columns';
import { cleanConfluence } from './confluence';
import { type CarriedImage, classesIn, type LeftOut, PasteContext } from './context';
import { cleanGoogleDocs } from './google-docs';
import { isElement, textOf } from './hast';
import { boxesToTasks } from './lists';
import { plainMarks } from './marks';
import { wholeParagraphs } from './paragraphs';
import { collapseSpaces, shownSpaces } from './spaces';
import { cleanSheet, headRows, withoutLayoutTables } from './tables';
import { cleanWeb } from './web';
import { cleanWord } from './word';

/** What a paste says, as blocks of a document, and what could not come along. */
export type ReadPaste = {
  blocks: DocumentNode[];
  images: CarriedImage[];
  leftOut: [LeftOut, number][];
};

export type HtmlPaste = {
  html: string;
  /** Where Kenning is. */
  origin: string;
  /** Bytes of images that the HTML names as files. */
  beside?: CarriedImage[];
};

export type HtmlSource = 'word' | 'excel' | 'google_docs' | 'google_sheets' | 'confluence' | 'code_editor' | 'web';

const MEDIA = new Set(['video', 'audio', 'iframe', 'embed', 'object', 'canvas']);
/** Elements that the document has a place for, whatever is in them. */
const WITH_CODE_FONTS: readonly HtmlSource[] = ['word', 'google_docs'];

/** Which program the HTML of a clipboard is from, as far as that says what its markup means. */
export function sourceOf(html: string, root: Root): HtmlSource {
  const head = html.slice(0, 4_000);
  if (/urn:schemas-microsoft-com:office:excel|content="?Excel\.Sheet/i.test(head)) return 'excel';
  if (/google-sheets-html-origin|data-sheets-/.test(head)) return 'google_sheets';
  if (/docs-internal-guid/.test(html)) return 'google_docs';
  if (/urn:schemas-microsoft-com:office:word|class="?Mso|mso-list:|\bSCXW\d+|content="?Word\.Document/.test(html))
    return 'word';
  if (
    /conf-macro|confluence-|data-panel-type|ak-editor|data-ds--code|data-prosemirror-node-name|data-node-type="/.test(
      html,
    )
  ) {
    return 'confluence';
  }
  return isFromCodeEditor(root) ? 'code_editor' : 'web';
}

/**
 * Reads the HTML of a clipboard as blocks of a document: structure and meaning stay, colours, fonts and sizes go.
 * @throws KenningError invalid/text_not_understood, too_large/…, as `readMarkdown` does
 */
export function readPastedHtml({ html, origin, beside = [] }: HtmlPaste): ReadPaste {
  const { root, styles } = htmlToHast(html.replaceAll('\u0000', ''));
  const context = new PasteContext(classesIn(styles), origin, beside);
  const source = sourceOf(html, root);
  if (source === 'code_editor') return { blocks: [codeOf(root)], images: [], leftOut: [] };
  cleanSource(source, root, context);
  preToCode(root);
  withoutLayoutTables(root);
  headRows(root);
  shownSpaces(root);
  plainMarks(root, context, { codeFonts: WITH_CODE_FONTS.includes(source) });
  columnsToCells(root, context, source);
  if (WITH_CODE_FONTS.includes(source)) codeLinesToBlocks(root);
  boxesToTasks(root);
  cleanLinks(root, context);
  cleanImages(root, context);
  const { dropped } = withoutVanishing(root);
  collapseSpaces(root);
  const { document } = demandDocument({ type: 'doc', content: hastToLoose(root) });
  countVanished(dropped, context);
  const whole = demandDocument({ type: 'doc', content: wholeParagraphs(document.content ?? []) }).document;
  return { blocks: whole.content ?? [], images: context.images, leftOut: [...context.leftOut] };
}

function cleanSource(source: HtmlSource, root: Root, context: PasteContext): void {
  if (source === 'word' || source === 'excel') cleanWord(root, context);
  if (source === 'google_docs') cleanGoogleDocs(root, context);
  if (source === 'confluence') cleanConfluence(root, context);
  if (source === 'excel' || source === 'google_sheets') cleanSheet(root, context);
  cleanWeb(root);
}

function countVanished(dropped: readonly string[], context: PasteContext): void {
  for (const name of dropped) {
    const tagName = name.replace('element:', '');
    if (MEDIA.has(tagName)) context.leave('media');
    if (tagName === 'math') context.leave('formulas');
  }
}

/** The lines of an editor of code: each in an element of its own, an empty one as a `br`. */
function codeOf(root: Root): DocumentNode {
  const block = root.children.filter(isElement).find(({ tagName }) => tagName !== 'meta');
  const lines = (block?.children ?? []).map((child) => textOf(child).replace(/\n$/, ''));
  const pre = codeBlock(lines.join('\n').replaceAll('\u00a0', ' '), null);
  const [code] =
    demandDocument({ type: 'doc', content: hastToLoose({ type: 'root', children: [pre] }) }).document.content ?? [];
  return code ?? { type: 'paragraph' };
}
