import { isMarkActive } from '@tiptap/core';
import { type EditorState, TextSelection } from '@tiptap/pm/state';
import { absolutePositionToRelativePosition, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { followLetters } from './follow-letters';

/** What becomes a link: words that are selected, or are one already, or what is typed for it where the caret is. */
export type LinkPlace = 'words' | 'caret';

/** What can become a link, or is one, at the selection; null where none can stand. */
export function linkPlaceOf(state: EditorState): LinkPlace | null {
  const { selection, schema } = state;
  const { link, code } = schema.marks;
  const { parent } = selection.$from;
  if (!link || parent.type.spec.code) return null;
  if (isMarkActive(state, link)) return 'words';
  if (!(selection instanceof TextSelection)) return null;
  if (!selection.empty) return 'words';
  const isCode = (state.storedMarks ?? selection.$from.marks()).some(({ type }) => type === code);
  return parent.type.allowsMarkType(link) && !isCode ? 'caret' : null;
}

type Synced = {
  doc: Y.Doc;
  type: Y.XmlFragment;
  binding: { mapping: Parameters<typeof absolutePositionToRelativePosition>[2] };
};

/** Knows of a place in a shared text whether it is still there, also when its block was turned or moved. */
export function followPlace(state: EditorState, pos: number): { isGone: () => boolean; end: () => void } {
  const { doc, type, binding } = ySyncPluginKey.getState(state) as Synced;
  let place: Y.RelativePosition = absolutePositionToRelativePosition(pos, type, binding.mapping);
  const end = followLetters(type, state.schema, {
    now: () => [place],
    are: ([now]) => {
      place = now ?? place;
    },
  });
  return {
    isGone: () => {
      const now = Y.createAbsolutePositionFromRelativePosition(place, doc);
      return now === null || now.type._item?.deleted === true;
    },
    end,
  };
}
