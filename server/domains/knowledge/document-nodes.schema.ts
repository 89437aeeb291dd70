import { Extension, Mark, mergeAttributes, Node } from '@tiptap/core';
import { demandThat, isTextOrNull } from './document-values.schema';

export const CALLOUT_KINDS = ['note', 'tip', 'important', 'warning', 'caution'] as const;
export type CalloutKind = (typeof CALLOUT_KINDS)[number];

/** @returns whether it names a kind of callout */
export function isCalloutKind(value: unknown): value is CalloutKind {
  return CALLOUT_KINDS.some((kind) => kind === value);
}

/** A boxed remark: GitHub's alerts and mkdocs' admonitions. `title` replaces the kind's own word. */
export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes() {
    return {
      kind: {
        default: 'note',
        validate: demandThat(isCalloutKind, 'callout kind'),
        parseHTML: (element) => {
          const kind = element.getAttribute('data-callout');
          return isCalloutKind(kind) ? kind : 'note';
        },
        renderHTML: (attributes) => ({ 'data-callout': attributes.kind }),
      },
      title: {
        default: null,
        validate: demandThat(isTextOrNull, 'callout title'),
        parseHTML: (element) => element.getAttribute('data-title'),
        renderHTML: (attributes) => (attributes.title === null ? {} : { 'data-title': attributes.title }),
      },
    };
  },
  parseHTML() {
    return [{ tag: 'aside[data-callout]' }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['aside', HTMLAttributes, 0];
  },
});

/** A part that folds away; its first child is the line that stays visible. */
export const Details = Node.create({
  name: 'details',
  group: 'block',
  content: 'detailsSummary block+',
  defining: true,
  isolating: true,
  addAttributes() {
    return {
      open: {
        default: false,
        validate: 'boolean',
        parseHTML: (element) => element.hasAttribute('open'),
        renderHTML: (attributes) => (attributes.open === true ? { open: '' } : {}),
      },
    };
  },
  parseHTML() {
    return [{ tag: 'details' }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['details', HTMLAttributes, 0];
  },
});

export const DetailsSummary = Node.create({
  name: 'detailsSummary',
  content: 'inline*',
  defining: true,
  isolating: true,
  parseHTML() {
    return [{ tag: 'summary' }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['summary', HTMLAttributes, 0];
  },
});

export const Subscript = Mark.create({
  name: 'subscript',
  parseHTML() {
    return [{ tag: 'sub' }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['sub', mergeAttributes(HTMLAttributes), 0];
  },
});

export const Superscript = Mark.create({
  name: 'superscript',
  parseHTML() {
    return [{ tag: 'sup' }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['sup', mergeAttributes(HTMLAttributes), 0];
  },
});

/**
 * Names under which other pages link to a heading besides the one made from its words (`<a id="…">` in Markdown).
 * Several are separated by spaces.
 */
export const HeadingAnchor = Extension.create({
  name: 'headingAnchor',
  addGlobalAttributes() {
    return [
      {
        types: ['heading'],
        attributes: {
          anchor: {
            default: null,
            keepOnSplit: false,
            validate: demandThat(isTextOrNull, 'heading anchor'),
            parseHTML: (element) => element.getAttribute('data-anchor'),
            renderHTML: (attributes) => (attributes.anchor === null ? {} : { 'data-anchor': attributes.anchor }),
          },
        },
      },
    ];
  },
});
