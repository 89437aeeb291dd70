import type { Schema } from '@tiptap/pm/model';
import type * as Y from 'yjs';
import { AfterChange, type PlaceBefore, placeBefore } from './after-change';
import { hearChanges } from './hear-changes';

type Places = (Y.RelativePosition | null)[];

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
  const remember = ({ local, doc: changing }: Y.Transaction) => {
    if (!local) before = places.now().map((place) => place && placeBefore(changing, place));
  };
  const look = (transaction: Y.Transaction) => {
    if (transaction.local) return;
    const isInsert = transaction.deleteSet.clients.size === 0;
    const change = isInsert ? null : new AfterChange(shared, transaction, schema);
    places.are(places.now().map((place, at) => (before[at] && change?.placeOf(before[at])) ?? place));
  };
  doc?.on('beforeTransaction', remember);
  const end = doc && hearChanges(doc, look);
  return () => {
    doc?.off('beforeTransaction', remember);
    end?.();
  };
}
