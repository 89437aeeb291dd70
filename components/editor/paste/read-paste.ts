import type { DocumentNode } from '@/server/domains/knowledge/document.schema';
import { readMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { splitFrontMatter } from '@/server/domains/knowledge/markdown/front-matter.rules';
import { fileName } from './addresses';
import type { LeftOut } from './context';
import { type HtmlPaste, type ReadPaste, readPastedHtml } from './read-html';

export type { ReadPaste } from './read-html';

/** What a paste brings that has to be read first. */
export type PasteJob = ({ kind: 'html' } & HtmlPaste) | { kind: 'markdown'; text: string; origin: string };

/**
 * Reads what was pasted as blocks of a document. Markdown is read as an import reads it.
 * @throws KenningError as `readMarkdown` does
 */
export function readPaste(job: PasteJob): ReadPaste {
  if (job.kind === 'html') return readPastedHtml(job);
  const { yaml, body } = splitFrontMatter(job.text);
  const { document } = readMarkdown(body);
  const leftOut = new Map<LeftOut, number>(yaml === null ? [] : [['front_matter', 1]]);
  const onForeign = () => leftOut.set('foreign_images', (leftOut.get('foreign_images') ?? 0) + 1);
  const blocks = (document.content ?? []).map((block) => withOwnImages(block, job.origin, onForeign));
  return { blocks, images: [], leftOut: [...leftOut] };
}

/** An image of somebody else's place is not shown here: it is a link to where it is. */
function withOwnImages(node: DocumentNode, origin: string, onForeign: () => void): DocumentNode {
  if (node.type === 'image') return image(node, origin, onForeign);
  if (node.content === undefined) return node;
  return { ...node, content: node.content.map((child) => withOwnImages(child, origin, onForeign)) };
}

function image(node: DocumentNode, origin: string, onForeign: () => void): DocumentNode {
  const { src, alt, href } = node.attrs ?? {};
  const address = String(src);
  if (!/^(?:https?:)?\/\//i.test(address)) return node;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && url.origin === origin)
    return { ...node, attrs: { ...node.attrs, src: url.pathname + url.search } };
  onForeign();
  const words = typeof alt === 'string' && alt !== '' ? alt : fileName(address);
  return { type: 'text', text: words, marks: [{ type: 'link', attrs: { href: href ?? address, title: null } }] };
}
