import type { JSONContent } from '@tiptap/core';
import type { ReactNode } from 'react';
import { CALLOUT_LABELS } from '@/components/editor/labels';
import { isFigureWidth } from '@/server/domains/knowledge/document-figure.schema';
import { isCalloutKind } from '@/server/domains/knowledge/document-nodes.schema';
import { cardIn } from '@/server/domains/knowledge/mention.rules';
import { ItemCard } from '../mentions/mention';
import classes from './document-view.module.css';
import { BlockFormula } from './formula';
import { highlighted } from './highlight';
import { DocumentImage, Inline, wordsOf } from './inline';
import { WORDS } from './labels';
import { MermaidDiagram } from './mermaid-diagram';
import { staticList } from './static-list';
import { DocumentTable } from './table';

/** What a heading is on the page: its element's level, its address, and further names for it. */
export type PlacedHeading = { level: number; slug: string; anchors: string[]; isTitle: boolean };
export type Headings = ReadonlyMap<JSONContent, PlacedHeading>;

type BlockProps = { node: JSONContent; headings: Headings };

/** The blocks of a document, or of a part of one. */
export function Blocks({ nodes, headings }: { nodes: readonly JSONContent[] | undefined; headings: Headings }) {
  return staticList((nodes ?? []).map((node) => block({ node, headings })));
}

function block({ node, headings }: BlockProps): ReactNode {
  const inner = <Blocks nodes={node.content} headings={headings} />;
  switch (node.type) {
    case 'paragraph': {
      const card = cardIn(node);
      if (card !== null)
        return (
          <p>
            <ItemCard node={card} />
          </p>
        );
      return (
        <p>
          <Inline nodes={node.content} />
        </p>
      );
    }
    case 'heading':
      return <Heading node={node} headings={headings} />;
    case 'blockquote':
      return <blockquote dir="auto">{inner}</blockquote>;
    case 'bulletList':
      return <ul dir="auto">{inner}</ul>;
    case 'orderedList':
      return (
        <ol dir="auto" start={Number(node.attrs?.start ?? 1)}>
          {inner}
        </ol>
      );
    case 'listItem':
      return <li>{inner}</li>;
    case 'taskList':
      return (
        <ul dir="auto" data-type="taskList">
          {inner}
        </ul>
      );
    case 'taskItem':
      return <Task node={node} headings={headings} />;
    case 'codeBlock':
      return <Code node={node} />;
    case 'blockMath':
      return <BlockFormula node={node} />;
    case 'figure':
      return <Figure node={node} />;
    case 'horizontalRule':
      return <hr />;
    case 'table':
      return <DocumentTable node={node} renderCell={(cell) => <Blocks nodes={cell.content} headings={headings} />} />;
    case 'callout':
      return <Callout node={node} headings={headings} />;
    case 'details':
      return <Details node={node} headings={headings} />;
    default:
      return inner;
  }
}

function Figure({ node }: { node: JSONContent }) {
  const caption = node.content?.[0]?.content ?? [];
  return (
    <figure data-width={isFigureWidth(node.attrs?.width) ? node.attrs.width : 'natural'}>
      <DocumentImage node={node} />
      {caption.length > 0 && (
        <figcaption>
          <Inline nodes={caption} />
        </figcaption>
      )}
    </figure>
  );
}

function Heading({ node, headings }: BlockProps) {
  const placed = headings.get(node);
  const anchors = (placed?.anchors ?? []).map((name) => <span key={name} id={name} className={classes.anchor} />);
  if (placed?.isTitle === true) {
    return (
      <div id={placed.slug} className={classes.anchor}>
        {anchors}
      </div>
    );
  }
  const level = placed?.level ?? Number(node.attrs?.level ?? 2);
  const Element = `h${Math.min(Math.max(level, 1), 6)}` as 'h2';
  const words = wordsOf(node).trim();
  return (
    <Element id={placed?.slug} className={classes.heading}>
      {anchors}
      <Inline nodes={node.content} />
      {placed !== undefined && words !== '' && (
        <a href={`#${placed.slug}`} className={classes.permalink} aria-label={WORDS.linkToSection(words)}>
          #
        </a>
      )}
    </Element>
  );
}

function Task({ node, headings }: BlockProps) {
  const isDone = node.attrs?.checked === true;
  const words = wordsOf(node.content?.[0] ?? {}).trim();
  return (
    <li data-checked={isDone}>
      <label>
        <input type="checkbox" checked={isDone} disabled readOnly aria-label={WORDS.task(words)} />
      </label>
      <div>
        <Blocks nodes={node.content} headings={headings} />
      </div>
    </li>
  );
}

function Code({ node }: { node: JSONContent }) {
  const language = typeof node.attrs?.language === 'string' ? node.attrs.language : null;
  const code = wordsOf(node);
  if (language?.toLowerCase() === 'mermaid') return <MermaidDiagram source={code} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: what scrolls must be reachable by keyboard, and a fieldset is for forms
    <pre tabIndex={0} role="group" aria-label={WORDS.code(language)}>
      <code className={language === null ? undefined : `language-${language}`}>{highlighted(code, language)}</code>
    </pre>
  );
}

function Callout({ node, headings }: BlockProps) {
  const kind = isCalloutKind(node.attrs?.kind) ? node.attrs.kind : 'note';
  const title: unknown = node.attrs?.title;
  return (
    <aside role="note" data-callout={kind}>
      <p className={classes.calloutTitle}>{typeof title === 'string' && title !== '' ? title : CALLOUT_LABELS[kind]}</p>
      <div dir="auto">
        <Blocks nodes={node.content} headings={headings} />
      </div>
    </aside>
  );
}

function Details({ node, headings }: BlockProps) {
  const [summary, ...rest] = node.content ?? [];
  const isNamed = wordsOf(summary ?? {}).trim() !== '';
  return (
    <details className={classes.details} open={node.attrs?.open === true}>
      <summary>{isNamed ? <Inline nodes={summary?.content} /> : WORDS.details}</summary>
      <Blocks nodes={rest} headings={headings} />
    </details>
  );
}
