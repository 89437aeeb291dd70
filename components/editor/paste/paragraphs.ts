import type { DocumentNode } from '@/server/domains/knowledge/document.schema';

const isBreak = (node: DocumentNode | undefined): boolean => node?.type === 'hardBreak';
const isEmpty = (node: DocumentNode): boolean => node.type === 'paragraph' && (node.content ?? []).length === 0;

/** Blocks in which two line breaks end a paragraph, and nothing is only a gap. Some may hold nothing now. */
export function wholeParagraphs(blocks: readonly DocumentNode[]): DocumentNode[] {
  const result = blocks.flatMap((block) => {
    if (block.type === 'paragraph') return split(block);
    if (block.content === undefined) return [block];
    const isTextBlock = block.type === 'heading' || block.type === 'codeBlock' || block.type === 'detailsSummary';
    return [{ ...block, content: isTextBlock ? block.content : wholeParagraphs(block.content) }];
  });
  return result.filter((block) => !isEmpty(block));
}

function split(paragraph: DocumentNode): DocumentNode[] {
  const parts: DocumentNode[][] = [[]];
  let breaks: DocumentNode[] = [];
  for (const node of paragraph.content ?? []) {
    if (isBreak(node)) {
      breaks.push(node);
      continue;
    }
    const part = parts.at(-1) ?? [];
    if (breaks.length > 1 && part.length > 0) parts.push([node]);
    else part.push(...(part.length === 0 ? [] : breaks), node);
    breaks = [];
  }
  return parts.map((content) => (content.length === 0 ? { type: 'paragraph' } : { ...paragraph, content }));
}
