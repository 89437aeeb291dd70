import type { Node as DocumentNode } from '@tiptap/pm/model';
import { type CalloutKind, isCalloutKind } from '@/server/domains/knowledge/document.schema';
import { Callout, Details } from '@/server/domains/knowledge/document-nodes.schema';
import classes from './editor.module.css';
import { CALLOUT_LABELS } from './labels';

function calloutTitle(node: DocumentNode): string {
  const kind: CalloutKind = isCalloutKind(node.attrs.kind) ? node.attrs.kind : 'note';
  const title: unknown = node.attrs.title;
  return typeof title === 'string' && title !== '' ? title : CALLOUT_LABELS[kind];
}

/** A callout with its kind's word above it, which belongs to the view and not to the text. */
export const CalloutWithTitle = Callout.extend({
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement('aside');
      const title = document.createElement('div');
      const contentDOM = document.createElement('div');
      title.className = classes.calloutTitle ?? '';
      title.contentEditable = 'false';
      dom.append(title, contentDOM);
      const show = (shown: DocumentNode) => {
        dom.dataset.callout = String(shown.attrs.kind);
        title.textContent = calloutTitle(shown);
      };
      show(node);
      return {
        dom,
        contentDOM,
        ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
        update: (next) => {
          if (next.type.name !== this.name) return false;
          show(next);
          return true;
        },
      };
    };
  },
});

/** Folded parts stay open while one writes. */
export const OpenDetails = Details.extend({
  addNodeView() {
    return () => {
      const dom = document.createElement('div');
      dom.className = classes.details ?? '';
      return { dom, contentDOM: dom };
    };
  },
});
