import type { Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** Whether it shows what somebody else has done. What one takes back oneself comes by the shared document as well. */
export function isOfOthers(transaction: Transaction): boolean {
  const sync = transaction.getMeta(ySyncPluginKey);
  return sync?.isChangeOrigin === true && sync.isUndoRedoOperation !== true;
}
