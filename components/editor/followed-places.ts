import type { Editor, MappablePosition } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';

/** Places in a text that stay where they are meant, whatever is written meanwhile. */
export type FollowedPlaces = {
  now: () => number[];
  /** They are not needed any more. */
  end: () => void;
};

/** Follows places in the text of an editor. */
export function followPlaces(editor: Editor, ...places: number[]): FollowedPlaces {
  let followed: MappablePosition[] = places.map((place) => editor.utils.createMappablePosition(place));
  const follow = ({ transaction }: { transaction: Transaction }) => {
    followed = followed.map((place) => editor.utils.getUpdatedPosition(place, transaction).position);
  };
  editor.on('transaction', follow);
  return { now: () => followed.map(({ position }) => position), end: () => editor.off('transaction', follow) };
}
