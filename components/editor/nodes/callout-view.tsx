import {
  NodeViewContent,
  type NodeViewProps,
  NodeViewWrapper,
  ReactNodeViewRenderer,
  useEditorState,
} from '@tiptap/react';
import { type KeyboardEvent, useRef } from 'react';
import { CALLOUT_KINDS, isCalloutKind } from '@/server/domains/knowledge/document.schema';
import { Callout } from '@/server/domains/knowledge/document-nodes.schema';
import { ATTRIBUTE_CHARACTERS_MAX } from '@/server/domains/knowledge/document-values.schema';
import { CALLOUT_LABELS } from '../labels';
import { useDraft } from '../use-draft';
import { backToText } from './block-tools';
import { NODE_WORDS } from './labels';
import classes from './nodes.module.css';

type TitleProps = { title: string; onKeyDown: (event: KeyboardEvent) => void; onTitle: (words: string) => void };

function TitleField({ title, onKeyDown, onTitle }: TitleProps) {
  const field = useRef<HTMLInputElement>(null);
  const { typed, type } = useDraft(title, field, ATTRIBUTE_CHARACTERS_MAX);
  return (
    <input
      ref={field}
      aria-label={NODE_WORDS.calloutTitle}
      placeholder={NODE_WORDS.calloutTitle}
      maxLength={ATTRIBUTE_CHARACTERS_MAX}
      value={typed}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        type(event.currentTarget.value);
        onTitle(event.currentTarget.value);
      }}
    />
  );
}

function CalloutView({ node, editor, updateAttributes }: NodeViewProps) {
  const writing = useEditorState({ editor, selector: ({ editor: now }) => now.isEditable });
  const kind = isCalloutKind(node.attrs.kind) ? node.attrs.kind : 'note';
  const title = typeof node.attrs.title === 'string' ? node.attrs.title : '';
  return (
    <NodeViewWrapper as="aside" data-callout={kind}>
      <div contentEditable={false} className={classes.calloutHead}>
        {writing ? (
          <>
            <select
              data-block-tool
              aria-label={NODE_WORDS.calloutKind}
              value={kind}
              onKeyDown={backToText(editor)}
              onChange={(event) => updateAttributes({ kind: event.currentTarget.value })}
            >
              {CALLOUT_KINDS.map((one) => (
                <option key={one} value={one}>
                  {CALLOUT_LABELS[one]}
                </option>
              ))}
            </select>
            <TitleField
              title={title}
              onKeyDown={backToText(editor)}
              onTitle={(words) => updateAttributes({ title: words || null })}
            />
          </>
        ) : (
          <span>{title === '' ? CALLOUT_LABELS[kind] : title}</span>
        )}
      </div>
      <NodeViewContent className={classes.body} />
    </NodeViewWrapper>
  );
}

/** A callout whose kind and title are changed where they stand. */
export const CalloutWithHead = Callout.extend({
  addNodeView() {
    return ReactNodeViewRenderer(CalloutView);
  },
});
