import { KenningError } from '@/server/platform/errors.rules';
import { type DocumentJson, documentSchema, emptyDocument, isCalloutKind } from '../document.schema';
import { LIST_START_MAX } from '../document-values.schema';
import { cleanBlockFormula, isFormulaLanguage } from './clean-formula.rules';
import { anchorNames, cleanInlines } from './clean-inline.rules';
import { cellAttrs, rectangular } from './clean-table.rules';
import { cleanText, cutText } from './clean-text.rules';
import { cleanFigure } from './figure.rules';
import { MAX_NESTING_LEVELS } from './limits.rules';
import { asLooseNode, isRecord, type LooseNode, textOf } from './loose.rules';

const INLINE = new Set('text hardBreak image inlineMath personMention itemMention anchor'.split(' '));
const BLOCKS = new Set(
  (
    'paragraph heading blockquote bulletList orderedList taskList listItem taskItem codeBlock horizontalRule table ' +
    'tableRow tableHeader tableCell callout details detailsSummary figure figureCaption blockMath block'
  ).split(' '),
);
const MAX_LANGUAGE_CHARS = 60;
const MAX_TITLE_CHARS = 300;

export type CleanDocument = {
  document: DocumentJson;
  /** What had no place in the schema, for instance `node:video`; its text is kept where it has any. */
  dropped: string[];
};

/**
 * Makes a document that satisfies the schema out of anything: unknown nodes give their children, unknown marks and
 * unsafe addresses go, missing paragraphs and table cells are added. Never throws: a reader gets an empty page where no
 * document could be made. What is to be written goes through `demandDocument`.
 */
export function cleanDocument(value: unknown): CleanDocument {
  const cleaner = new Cleaner();
  try {
    return made(cleaner, value);
  } catch (error) {
    // Deeper than the stack, or a combination nobody thought of: the log gets the reason.
    return { document: emptyDocument(), dropped: [...cleaner.dropped, `document:${String(error).slice(0, 200)}`] };
  }
}

/**
 * `cleanDocument` for what is to be written: nothing is not what somebody wrote.
 * @throws KenningError invalid/text_not_understood when no document can be made of it
 */
export function demandDocument(value: unknown): CleanDocument {
  try {
    return made(new Cleaner(), value);
  } catch {
    throw new KenningError('invalid', 'text_not_understood');
  }
}

function made(cleaner: Cleaner, value: unknown): CleanDocument {
  const content = isRecord(value) && Array.isArray(value.content) ? value.content : [];
  const blocks = cleaner.blocks(content, 0);
  const loose = { type: 'doc', content: blocks.length === 0 ? [{ type: 'paragraph' }] : blocks };
  const node = documentSchema().nodeFromJSON(loose);
  node.check();
  return { document: node.toJSON() as DocumentJson, dropped: [...cleaner.dropped] };
}

class Cleaner {
  readonly dropped = new Set<string>();
  private readonly report = (what: string): void => {
    this.dropped.add(what);
  };

  /** The children with unknown nodes replaced by what is in them. */
  private known(nodes: readonly unknown[]): LooseNode[] {
    return nodes.flatMap((value) => {
      const node = asLooseNode(value);
      if (node === null) return [];
      if (INLINE.has(node.type) || BLOCKS.has(node.type)) return [node];
      this.report(`node:${node.type}`);
      return this.known(node.content ?? []);
    });
  }

  /** Valid blocks out of any nodes; text between blocks becomes paragraphs. */
  blocks(nodes: readonly unknown[], level: number): LooseNode[] {
    const result: LooseNode[] = [];
    const pending: string[] = [];
    let run: LooseNode[] = [];
    const emit = (block: LooseNode) => {
      if (block.type === 'heading') addAnchors(block, pending.splice(0));
      else pending.length = 0;
      result.push(block);
    };
    const flush = () => {
      const names = run.flatMap((node) => (node.type === 'anchor' ? [String(node.attrs?.name)] : []));
      const content = cleanInlines(
        run.filter((node) => node.type !== 'anchor'),
        this.report,
      );
      run = [];
      if (content.length > 0) emit({ type: 'paragraph', content });
      const before = result.at(-1);
      if (names.length > 0 && content.length === 0 && before?.type === 'heading') addAnchors(before, names);
      else pending.push(...names);
    };
    for (const node of this.known(nodes)) {
      if (INLINE.has(node.type)) {
        run.push(node);
        continue;
      }
      flush();
      if (node.type === 'paragraph' && this.isOnlyAnchors(node)) {
        run = this.known(node.content ?? []);
        flush();
      } else for (const block of this.block(node, level)) emit(block);
    }
    flush();
    return result;
  }

  private isOnlyAnchors(node: LooseNode): boolean {
    const content = this.known(node.content ?? []);
    const isBlank = (child: LooseNode) => child.type === 'text' && (child.text ?? '').trim() === '';
    return (
      content.some((child) => child.type === 'anchor') &&
      content.every((child) => child.type === 'anchor' || isBlank(child))
    );
  }

  private filled(nodes: readonly unknown[], level: number): LooseNode[] {
    const blocks = this.blocks(nodes, level);
    return blocks.length === 0 ? [{ type: 'paragraph' }] : blocks;
  }

  private block(node: LooseNode, level: number): LooseNode[] {
    const content = node.content ?? [];
    switch (node.type) {
      case 'paragraph':
      case 'heading':
      case 'detailsSummary':
        return this.textBlock(node, level);
      case 'horizontalRule':
        return [{ type: 'horizontalRule' }];
      case 'codeBlock':
        return isFormulaLanguage(node.attrs?.language) ? cleanBlockFormula(textOf(node)) : [this.codeBlock(node)];
      case 'blockMath':
        return cleanBlockFormula(node.attrs?.latex);
      case 'figure':
        return this.figure(node, level);
      default:
    }
    if (level >= MAX_NESTING_LEVELS) {
      this.report('levels');
      return this.blocks(content, level);
    }
    switch (node.type) {
      case 'blockquote':
        return [{ type: 'blockquote', content: this.filled(content, level + 1) }];
      case 'callout':
        return [{ type: 'callout', attrs: calloutAttrs(node), content: this.filled(content, level + 1) }];
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
        return this.list(node, level + 1);
      case 'table':
        return this.table(node, level + 1);
      case 'details':
        return [this.details(node, level + 1)];
      default:
        return this.blocks(content, level);
    }
  }

  /** A paragraph or heading; blocks that stand inside it come after it. */
  private textBlock(node: LooseNode, level: number): LooseNode[] {
    const content = this.known(node.content ?? []);
    const at = content.findIndex((child) => !INLINE.has(child.type));
    const inline = at === -1 ? content : content.slice(0, at);
    const rest = at === -1 ? [] : this.blocks(content.slice(at), level);
    const anchors = inline.flatMap((child) => (child.type === 'anchor' ? [child.attrs?.name] : []));
    const text = cleanInlines(
      inline.filter((child) => child.type !== 'anchor'),
      this.report,
    );
    const filled = text.length === 0 ? {} : { content: text };
    if (node.type === 'heading') {
      const wanted = Number(node.attrs?.level);
      const headingLevel = Number.isInteger(wanted) && wanted >= 1 && wanted <= 6 ? wanted : 6;
      const anchor = anchorNames([node.attrs?.anchor, ...anchors]);
      return [{ type: 'heading', attrs: { level: headingLevel, anchor }, ...filled }, ...rest];
    }
    if (text.length === 0 && rest.length > 0) return rest;
    return [{ type: 'paragraph', ...filled }, ...rest];
  }

  /** An image with its caption; blocks that stand in the caption come after it, but its only paragraph is the caption. */
  private figure(node: LooseNode, level: number): LooseNode[] {
    const content = this.known(node.content ?? []);
    const [first, ...others] = content.filter((child) => child.type !== 'text' || child.text?.trim());
    const isWrapped = (first?.type === 'paragraph' || first?.type === 'figureCaption') && others.length === 0;
    const inside = isWrapped ? this.known(first.content ?? []) : content;
    const at = inside.findIndex((child) => !INLINE.has(child.type));
    const caption = at === -1 ? inside : inside.slice(0, at);
    const rest = at === -1 ? [] : this.blocks(inside.slice(at), level);
    const words = caption.filter((child) => child.type !== 'anchor');
    return [cleanFigure(node, words, this.report), ...rest];
  }

  private codeBlock(node: LooseNode): LooseNode {
    const text = cleanText((node.content ?? []).map((child) => textOf(child)).join('')).replace(/\r\n?/g, '\n');
    const language = node.attrs?.language;
    const word = typeof language === 'string' ? (cleanText(language).split(/[\s`]/)[0] ?? '') : '';
    const attrs = { language: word === '' ? null : cutText(word, MAX_LANGUAGE_CHARS) };
    return text === '' ? { type: 'codeBlock', attrs } : { type: 'codeBlock', attrs, content: [{ type: 'text', text }] };
  }

  private list(node: LooseNode, level: number): LooseNode[] {
    const itemType = node.type === 'taskList' ? 'taskItem' : 'listItem';
    const items = this.known(node.content ?? []).map((child): LooseNode => {
      const isItem = child.type === 'listItem' || child.type === 'taskItem';
      const blocks = this.blocks(isItem ? (child.content ?? []) : [child], level);
      if (blocks[0]?.type !== 'paragraph') blocks.unshift({ type: 'paragraph' });
      if (itemType === 'listItem') return { type: 'listItem', content: blocks };
      return { type: 'taskItem', attrs: { checked: child.attrs?.checked === true }, content: blocks };
    });
    if (items.length === 0) return [];
    if (node.type !== 'orderedList') return [{ type: node.type, content: items }];
    const start = Number(node.attrs?.start ?? 1);
    const isStart = Number.isInteger(start) && start >= 0 && start <= LIST_START_MAX;
    return [{ type: 'orderedList', attrs: { start: isStart ? start : 1 }, content: items }];
  }

  private table(node: LooseNode, level: number): LooseNode[] {
    const rows = this.known(node.content ?? [])
      .filter((row) => row.type === 'tableRow')
      .map((row): LooseNode => {
        const cells = this.known(row.content ?? []).map((cell): LooseNode => {
          const isCell = cell.type === 'tableHeader' || cell.type === 'tableCell';
          return {
            type: cell.type === 'tableHeader' ? 'tableHeader' : 'tableCell',
            attrs: cellAttrs(cell.attrs),
            content: this.filled(isCell ? (cell.content ?? []) : [cell], level),
          };
        });
        return { type: 'tableRow', content: cells };
      });
    const filled = rows.length === 0 ? [] : rectangular(rows);
    if (filled !== null) return filled.length === 0 ? [] : [{ type: 'table', content: filled }];
    this.report('table:cells');
    return rows.flatMap((row) => (row.content ?? []).flatMap((cell) => cell.content ?? []));
  }

  private details(node: LooseNode, level: number): LooseNode {
    const content = this.known(node.content ?? []);
    const at = content.findIndex((child) => child.type === 'detailsSummary');
    const inner = at === -1 ? [] : this.textBlock(content[at] ?? { type: 'detailsSummary' }, level);
    // A summary without words of its own may hold blocks that have them, which come after it.
    const summary = inner[0]?.type === 'paragraph' ? inner[0] : undefined;
    const beside = inner.slice(summary === undefined ? 0 : 1);
    const blocks = [...beside, ...this.blocks(content.toSpliced(at === -1 ? content.length : at, 1), level)];
    return {
      type: 'details',
      attrs: { open: node.attrs?.open === true },
      content: [
        { type: 'detailsSummary', ...(summary?.content === undefined ? {} : { content: summary.content }) },
        ...(blocks.length === 0 ? [{ type: 'paragraph' }] : blocks),
      ],
    };
  }
}

function calloutAttrs(node: LooseNode): Record<string, unknown> {
  const { kind, title } = node.attrs ?? {};
  const line = typeof title === 'string' ? cleanText(title).replace(/\s+/g, ' ').trim() : '';
  const words = cutText(line, MAX_TITLE_CHARS);
  return { kind: isCalloutKind(kind) ? kind : 'note', title: words === '' ? null : words };
}

function addAnchors(heading: LooseNode, names: readonly string[]): void {
  if (names.length === 0) return;
  heading.attrs = { ...heading.attrs, anchor: anchorNames([heading.attrs?.anchor, ...names]) };
}
