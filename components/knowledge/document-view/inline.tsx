import type { JSONContent } from '@tiptap/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { isExternalUrl, safeImageUrl, safeLinkUrl } from '@/server/domains/knowledge/document-url.schema';
import { isMention, MENTION_STAND_IN, wordsOfMention } from '@/server/domains/knowledge/mention.rules';
import { ItemMention, PersonMention } from '../mentions/mention';
import classes from './document-view.module.css';
import { InlineFormula } from './formula';
import { WORDS } from './labels';
import { staticList } from './static-list';

const FILES = '/files/';

function textAttribute(node: JSONContent, name: string): string {
  const value: unknown = node.attrs?.[name];
  return typeof value === 'string' ? value : '';
}

/** The words of a node, for labels. */
export function wordsOf(node: JSONContent): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'image') return textAttribute(node, 'alt');
  if (node.type === 'hardBreak') return ' ';
  if (node.type === 'inlineMath') return textAttribute(node, 'latex');
  if (isMention(node)) return wordsOfMention(node) ?? MENTION_STAND_IN;
  return (node.content ?? []).map(wordsOf).join('');
}

function hostOf(url: string): string {
  try {
    return new URL(url, 'https://here.invalid').host;
  } catch {
    return url;
  }
}

type LinkProps = { href: string; title?: string | undefined; children: ReactNode };

/** A link as far as it can lead somewhere: what an import could not find a page for stays visible as text. */
function DocumentLink({ href, title, children }: LinkProps) {
  if (href.startsWith('#')) {
    return (
      <a href={href} title={title}>
        {children}
      </a>
    );
  }
  if (isExternalUrl(href)) {
    return (
      <a href={href} title={title} rel="noopener noreferrer nofollow">
        {children}
      </a>
    );
  }
  if (href.startsWith(FILES)) {
    return (
      <a href={href} title={title} download>
        {children}
      </a>
    );
  }
  if (href.startsWith('/')) {
    return (
      <Link href={href} title={title} prefetch={false}>
        {children}
      </Link>
    );
  }
  return (
    <span className={classes.unresolved} title={`${WORDS.linkMissing} (${href})`}>
      {children}
    </span>
  );
}

/** Files of the item are shown; an image elsewhere is a link, since loading it would tell its host who reads what. */
export function DocumentImage({ node }: { node: JSONContent }) {
  const src = safeImageUrl(node.attrs?.src);
  const alt = textAttribute(node, 'alt');
  const title = textAttribute(node, 'title');
  if (src?.startsWith(FILES)) {
    return (
      // biome-ignore lint/performance/noImgElement: attachments are judged per reader and served as they are
      <img src={src} alt={alt} title={title === '' ? undefined : title} loading="lazy" decoding="async" />
    );
  }
  if (src !== null && isExternalUrl(src)) {
    return (
      <a href={src} rel="noopener noreferrer nofollow" className={classes.elsewhere}>
        {WORDS.imageElsewhere(alt, hostOf(src))}
      </a>
    );
  }
  return <span className={classes.missing}>{WORDS.imageMissing(alt)}</span>;
}

type InlineMark = NonNullable<JSONContent['marks']>[number];

function marked(mark: InlineMark, children: ReactNode): ReactNode {
  switch (mark.type) {
    case 'bold':
      return <strong>{children}</strong>;
    case 'italic':
      return <em>{children}</em>;
    case 'strike':
      return <s>{children}</s>;
    case 'underline':
      return <u>{children}</u>;
    case 'code':
      return <code>{children}</code>;
    case 'subscript':
      return <sub>{children}</sub>;
    case 'superscript':
      return <sup>{children}</sup>;
    case 'link': {
      const href = safeLinkUrl(mark.attrs?.href);
      const title: unknown = mark.attrs?.title;
      if (href === null) return children;
      return (
        <DocumentLink href={href} title={typeof title === 'string' ? title : undefined}>
          {children}
        </DocumentLink>
      );
    }
    default:
      return children;
  }
}

function withLink(node: JSONContent, child: ReactNode): ReactNode {
  const href = safeLinkUrl(node.attrs?.href);
  const isLinkAlready = !safeImageUrl(node.attrs?.src)?.startsWith(FILES);
  return href === null || isLinkAlready ? child : <DocumentLink href={href}>{child}</DocumentLink>;
}

function inlineNode(node: JSONContent): ReactNode {
  if (node.type === 'hardBreak') return <br />;
  if (node.type === 'inlineMath') return <InlineFormula node={node} />;
  if (node.type === 'personMention') return <PersonMention node={node} />;
  if (node.type === 'itemMention') return <ItemMention node={node} />;
  if (node.type === 'image') return withLink(node, <DocumentImage node={node} />);
  const marks = node.marks ?? [];
  return marks.toReversed().reduce<ReactNode>((children, mark) => marked(mark, children), node.text ?? '');
}

function linkOf(node: JSONContent): InlineMark | undefined {
  return node.marks?.find((mark) => mark.type === 'link');
}

/** Neighbours with the same link become one link, so that a link whose words differ in weight is read as one. */
function linkGroups(nodes: readonly JSONContent[]): { link: InlineMark | undefined; nodes: JSONContent[] }[] {
  const groups: { link: InlineMark | undefined; nodes: JSONContent[] }[] = [];
  for (const node of nodes) {
    const link = linkOf(node);
    const last = groups.at(-1);
    if (link !== undefined && last?.link !== undefined && last.link.attrs?.href === link.attrs?.href)
      last.nodes.push(node);
    else groups.push({ link, nodes: [node] });
  }
  return groups;
}

function groupOf({ link, nodes }: { link: InlineMark | undefined; nodes: JSONContent[] }): ReactNode {
  const inner = nodes.map((node) =>
    inlineNode({ ...node, marks: node.marks?.filter((mark) => mark !== linkOf(node)) }),
  );
  return link === undefined ? staticList(inner) : marked(link, staticList(inner));
}

/** Text, marks, images and breaks of one block. */
export function Inline({ nodes }: { nodes: readonly JSONContent[] | undefined }) {
  return staticList(linkGroups(nodes ?? []).map(groupOf));
}
