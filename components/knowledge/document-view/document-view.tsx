import type { JSONContent } from '@tiptap/core';
import prose from '@/components/editor/prose.module.css';
import { Blocks, type Headings, type PlacedHeading } from './blocks';
import classes from './document-view.module.css';
import { wordsOf } from './inline';

export type DocumentViewProps = {
  /** Tiptap JSON of the whole document. */
  document: JSONContent;
  /** The document's headings in reading order, as the item's page gives them. */
  outline: readonly { slug: string; anchors: readonly string[] }[];
  /** The item's title, which the page shows already: a first heading that repeats it is not shown again. */
  title?: string;
};

/** Names that may be an id on a page; those that scripts use as global names begin with an underscore. */
const SAFE_ID = /^[\p{L}\p{N}][\p{L}\p{N}_.:-]*$/u;

function headingNodes(node: JSONContent): JSONContent[] {
  if (node.type === 'heading') return [node];
  return (node.content ?? []).flatMap(headingNodes);
}

function sameWords(one: string, other: string): boolean {
  return one.replace(/\s+/g, ' ').trim().toLowerCase() === other.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** The page has one heading of the first level, its title; a document that has its own moves down a level. */
function placeHeadings({ document, outline, title }: DocumentViewProps): Headings {
  const nodes = headingNodes(document);
  const [first] = nodes;
  const isFirst = first !== undefined && document.content?.[0] === first;
  const repeated = isFirst && title !== undefined && sameWords(wordsOf(first), title) ? first : undefined;
  const hasTopLevel = nodes.some((node) => node !== repeated && node.attrs?.level === 1);
  const used = new Set(outline.map((heading) => heading.slug));
  const placed = new Map<JSONContent, PlacedHeading>();
  for (const [index, node] of nodes.entries()) {
    const heading = outline[index];
    if (heading === undefined) continue;
    const anchors = heading.anchors.filter((name) => SAFE_ID.test(name) && !used.has(name));
    for (const name of anchors) used.add(name);
    const level = Number(node.attrs?.level ?? 1) + (hasTopLevel ? 1 : 0);
    placed.set(node, { level, slug: heading.slug, anchors, isTitle: node === repeated });
  }
  return placed;
}

/** A document for reading: rendered on the server, without the editor. Only diagrams bring code to the browser. */
export function DocumentView(props: DocumentViewProps) {
  return (
    <div className={`${prose.prose} ${classes.view}`}>
      <Blocks nodes={props.document.content} headings={placeHeadings(props)} />
    </div>
  );
}
