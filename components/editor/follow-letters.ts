import type { Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { AfterChange, type PlaceBefore, placeBefore } from './after-change';
import { hearChanges } from './hear-changes';

type Places = (Y.RelativePosition | null)[];

/** The same place, told by what is before it: in front of the first letter of all the sync plugin takes it for a mistake. */
function behindLetter(doc: Y.Doc, place: Y.RelativePosition): Y.RelativePosition | null {
  const spot = Y.createAbsolutePositionFromRelativePosition(place, doc);
  return spot && Y.createRelativePositionFromTypeIndex(spot.type, spot.index, -1);
}

function isOneSpot(doc: Y.Doc, one: Y.RelativePosition, other: Y.RelativePosition): boolean {
  const spot = Y.createAbsolutePositionFromRelativePosition(one, doc);
  const another = Y.createAbsolutePositionFromRelativePosition(other, doc);
  return spot !== null && spot.type === another?.type && spot.index === another.index;
}

/**
 * Has places stay behind the same letters, whatever others do with the blocks in which those stand.
 * @param places which they are before a change; and to be told where they are after it
 * @returns ends it
 */
export function followLetters(
  shared: Y.XmlFragment,
  schema: Schema,
  places: { now: () => Places; are: (places: Places) => void },
): () => void {
  const { doc } = shared;
  let before: (PlaceBefore | null)[] = [];
  /** Those that a change put in front of a letter: there they stay, whatever is written before it. */
  let inFront: Places = [];
  const remember = ({ local, doc: changing }: Y.Transaction) => {
    if (local) return;
    const now = places.now();
    before = now.map((place) => place && placeBefore(changing, place));
    inFront = now.map((place, at) => {
      const known = inFront[at];
      return place && known && isOneSpot(changing, place, known) ? known : null;
    });
  };
  const look = (transaction: Y.Transaction) => {
    if (transaction.local) return;
    const isInsert = transaction.deleteSet.clients.size === 0;
    const change = isInsert ? null : new AfterChange(shared, transaction, schema);
    const found = places.now().map((_, at) => (before[at] && change?.placeOf(before[at])) ?? null);
    inFront = found.map((place, at) => (place ? (place.assoc < 0 ? null : place) : (inFront[at] ?? null)));
    const told = inFront.map((place) => place && behindLetter(transaction.doc, place));
    places.are(places.now().map((place, at) => told[at] ?? found[at] ?? place));
  };
  doc?.on('beforeTransaction', remember);
  const end = doc && hearChanges(doc, look);
  return () => {
    doc?.off('beforeTransaction', remember);
    end?.();
  };
}
