import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { putBackRules } from '@/server/domains/knowledge/put-back.rules';
import { broughtBy, type Seen } from '@/server/platform/collab/gone-texts.rules';
import { partsOf, rangesOf } from '@/server/platform/collab/id-ranges.rules';
import { findLostWords, type LostWords } from '@/server/platform/collab/lost-words.rules';
import { PutBack } from '@/server/platform/collab/put-back.rules';
import { PUT_BACK } from './unsaved-words';

type Holder = Y.XmlElement | Y.XmlText;

const isHolder = (type: unknown): type is Holder => type instanceof Y.XmlElement || type instanceof Y.XmlText;

/**
 * Takes one's own steps back, and brings them again. What others wrote meanwhile into what goes with a step comes to where
 * the step brings the words back among which it stood, in the same step; where it brings none, the block stays that holds
 * it.
 */
export class OwnSteps extends Y.UndoManager {
  /** What a step would take away and others wrote in. */
  private held: Holder[] = [];

  constructor(shared: Y.XmlFragment) {
    super(shared, {
      trackedOrigins: new Set<unknown>([ySyncPluginKey, PUT_BACK]),
      captureTransaction: ({ meta }) => meta.get('addToHistory') !== false,
    });
    this.deleteFilter = (item) => this.mayGo(item);
  }

  override undo(): ReturnType<Y.UndoManager['undo']> {
    return this.step('undoing', () => super.undo());
  }

  override redo(): ReturnType<Y.UndoManager['redo']> {
    return this.step('redoing', () => super.redo());
  }

  override destroy(): void {
    // What the manager listens to from its beginning it does not leave by itself.
    this.doc.off('destroy', this.destroy);
    super.destroy();
  }

  private step<Step>(as: 'undoing' | 'redoing', take: () => Step): Step {
    this.held = [];
    try {
      return this.doc.transact((transaction) => {
        const taken = take();
        // What is done upon it belongs to the same step.
        this[as] = true;
        this.bringWords(transaction);
        return taken;
      }, this);
    } finally {
      this[as] = false;
    }
  }

  private mayGo({ content }: Y.Item): boolean {
    const type = content instanceof Y.ContentType ? content.type : null;
    if (!isHolder(type) || type.length === 0) return true;
    this.held.push(type);
    return false;
  }

  private bringWords(transaction: Y.Transaction): void {
    if (this.held.length === 0) return;
    const texts = this.held.filter((one) => one instanceof Y.XmlText && !one._item?.deleted) as Y.XmlText[];
    const goes = texts.filter((text) => lostWith(transaction, [text]).every(({ place }) => 'text' in place));
    const words = lostWith(transaction, goes);
    for (const text of goes) this.remove(text);
    new PutBack(words, putBackRules()).write();
    for (const one of this.held)
      if (one instanceof Y.XmlElement && !one._item?.deleted) keepAttributes(transaction, one);
  }

  /** With what held nothing else. */
  private remove(holder: Holder): void {
    const { parent } = holder;
    if (!(parent instanceof Y.XmlFragment)) return;
    parent.delete(parent.toArray().indexOf(holder), 1);
    if (isHolder(parent) && parent.length === 0 && this.held.includes(parent)) this.remove(parent);
  }
}

/** What others wrote in texts, were those taken away with all that a step takes. */
function lostWith(transaction: Y.Transaction, texts: readonly Y.XmlText[]): LostWords[] {
  const { doc, deleteSet, beforeState } = transaction;
  const taken = rangesOf([deleteSet.clients]);
  const seen: Seen = (client, clock, length) => partsOf(taken, client, clock, length);
  const afterState = Y.decodeStateVector(Y.encodeStateVector(doc));
  const all = Y.createDeleteSet();
  const add = ({ id: { client, clock }, length: len, deleted }: Y.Item): void => {
    const ranges = all.clients.get(client) ?? [];
    all.clients.set(client, ranges);
    if (!deleted) ranges.push({ clock, len });
  };
  for (const text of texts) {
    if (text._item) add(text._item);
    for (let item = text._start; item !== null; item = item.right) add(item);
  }
  const change: Y.Transaction = Object.assign(Object.create(transaction), {
    deleteSet: Y.mergeDeleteSets([deleteSet, all]),
    afterState,
  });
  return findLostWords(change, { seen, brought: broughtBy({ beforeState, afterState } as Y.Transaction) });
}

/** A block that stays is what it was. */
function keepAttributes({ deleteSet }: Y.Transaction, element: Y.XmlElement): void {
  const taken = Y.mergeDeleteSets([deleteSet]);
  for (const [key, { deleted, id, content }] of element._map) {
    if (deleted && Y.isDeleted(taken, id)) element.setAttribute(key, content.getContent()[0]);
  }
}
