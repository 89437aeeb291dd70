import type { Root as HastRoot } from 'hast';
import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { type Plugin, unified } from 'unified';
import { KenningError } from '@/server/platform/errors.rules';
import type { DocumentJson } from '../document.schema';
import { admonitionsToAlerts } from './admonitions.rules';
import { type CleanDocument, demandDocument } from './clean-document.rules';
import { formulasToFences } from './formula-lines.rules';
import { inlineFormulas } from './formula-syntax.rules';
import { hastToLoose } from './hast-to-document.rules';
import { type Hast, stitchRawHtml } from './html-to-hast.rules';
import { demandLength, demandParsable, tooDeep } from './limits.rules';
import { prepareMdast } from './prepare-mdast.rules';

/** With how long the document is as JSON. */
export type ReadDocument = CleanDocument & { chars: number };

/** The largest document, as JSON. References can make one larger than the text it came from. */
const MAX_DOCUMENT_CHARS = 8_000_000;

/**
 * mdast's second search for addresses looks at text without its escapes and would turn an escaped address, which we
 * write for text that is no link, into a link. The tokenizer finds the real ones.
 */
const withoutSecondSearch: Plugin<[], Root> = function plugin() {
  const data = this.data();
  const extensions = (data.fromMarkdownExtensions ?? []).flat();
  data.fromMarkdownExtensions = extensions.map((extension) => ({ ...extension, transforms: [] }));
};

const parser = unified().use(remarkParse).use(remarkGfm).use(inlineFormulas).use(withoutSecondSearch);
const toHast = unified().use(remarkRehype, { allowDangerousHtml: true });

/**
 * Reads Markdown (CommonMark, GitHub's tables, tasks, alerts and footnotes, mkdocs' admonitions, HTML inside,
 * formulas) as a
 * document. Front matter must have been taken off before: `splitFrontMatter`.
 * @returns the document with its length, and what could not stand in it, for instance `element:iframe`
 * @throws KenningError too_large / markdown_too_long, markdown_too_deep, markdown_too_complex, table_too_large,
 *   document_too_large; invalid / text_not_understood; nothing else, whatever the text
 */
export function readMarkdown(markdown: string): ReadDocument {
  demandLength(markdown);
  const lines = formulasToFences(admonitionsToAlerts(markdown.replace(/^\ufeff/, '').split(/\r\n?|\n/)));
  demandParsable(lines);
  return orTooDeep(() => {
    const source = lines.join('\n');
    const mdast: Root = parser.parse(source);
    prepareMdast(mdast, source);
    const hast: HastRoot = toHast.runSync(mdast);
    return finish(stitchRawHtml(hast));
  });
}

/** The document of `readMarkdown`, for whoever does not ask what was left out. @throws KenningError as there */
export function fromMarkdown(markdown: string): DocumentJson {
  return readMarkdown(markdown).document;
}

function finish({ root, dropped }: Hast): ReadDocument {
  const cleaned = demandDocument({ type: 'doc', content: hastToLoose(root) });
  const chars = JSON.stringify(cleaned.document).length;
  if (chars > MAX_DOCUMENT_CHARS) {
    throw new KenningError('too_large', 'document_too_large', { limitChars: MAX_DOCUMENT_CHARS });
  }
  return { document: cleaned.document, chars, dropped: [...dropped, ...cleaned.dropped] };
}

function orTooDeep<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}
