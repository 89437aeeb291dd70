import type { JSONContent } from '@tiptap/core';
import { idInPath } from '@/server/platform/slug.rules';

/** What stands in stored text for a mention, whose words depend on who reads: it is no word, so that nobody finds it. */
export const MENTION_STAND_IN = '…';
/** What tells a mention from a link in Markdown and HTML: the title of the link. */
export const MENTION_MARK = 'mention';
export const CARD_MARK = 'card';

const ID = /^\w{1,64}$/;
const PLACE = /^\/(people|library)\/([^/?#]+)$/;

/** @returns whether a value can be the id of a person or an item in a document */
export function isMentionId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** A mention as a node, without words. */
export type MentionNode =
  | { type: 'personMention'; attrs: { id: string } }
  | { type: 'itemMention'; attrs: { id: string; card: boolean } };

/** Whom or what an address of ours names: `/people/ana-<id>`, `/library/<id>`. Null for any other. */
export function placeOf(address: string): { kind: 'person' | 'item'; id: string } | null {
  const [, where, name = ''] = PLACE.exec(address) ?? [];
  const found = idInPath(name);
  if (where === undefined || !isMentionId(found)) return null;
  return { kind: where === 'people' ? 'person' : 'item', id: found };
}

/** KN-G1: the mention that a link with this title stands for when Markdown or HTML is read; null: it is a link. */
export function mentionOfLink(href: unknown, title: unknown): MentionNode | null {
  const place = typeof href === 'string' && (title === MENTION_MARK || title === CARD_MARK) ? placeOf(href) : null;
  if (place === null) return null;
  if (place.kind === 'item') return { type: 'itemMention', attrs: { id: place.id, card: title === CARD_MARK } };
  return title === MENTION_MARK ? { type: 'personMention', attrs: { id: place.id } } : null;
}

/** The mention that an element of a page of ours stands for, by its attributes; null: it is none. */
export function mentionOfElement(attributes: Record<string, unknown>): MentionNode | null {
  const { 'data-mention': kind, 'data-id': named } = attributes;
  if (!isMentionId(named)) return null;
  if (kind === 'person') return { type: 'personMention', attrs: { id: named } };
  return kind === 'item' ? { type: 'itemMention', attrs: { id: named, card: 'data-card' in attributes } } : null;
}

/**
 * The link that stands for a mention in Markdown and HTML; null where the node is none. `href` replaces its address where
 * it is written out beside what it names.
 */
export function linkOfMention(node: JSONContent): { href: string; title: string } | null {
  if (!isMention(node)) return null;
  const { id: named, card, href } = node.attrs ?? {};
  const own = node.type === 'personMention' ? `/people/${named}` : `/library/${named}`;
  return { href: typeof href === 'string' ? href : own, title: card === true ? CARD_MARK : MENTION_MARK };
}

/** Whether a node is a mention. */
export function isMention(node: JSONContent): boolean {
  return node.type === 'personMention' || node.type === 'itemMention';
}

/** How a mention is read, as `withNames` has it for one reader; null where they may not know. */
export function wordsOfMention(node: JSONContent): string | null {
  const { name, title } = node.attrs?.named ?? {};
  const words: unknown = node.type === 'personMention' ? name : title;
  return typeof words === 'string' ? words : null;
}

/** Whether a paragraph is shown as a card: an item's mention that asks for it is all that it holds. */
export function cardIn(paragraph: JSONContent): JSONContent | null {
  const [only, ...others] = paragraph.content ?? [];
  return only?.type === 'itemMention' && only.attrs?.card === true && others.length === 0 ? only : null;
}
