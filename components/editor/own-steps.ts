import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { putBackRules } from '@/server/domains/knowledge/put-back.rules';
import { broughtBy, type Seen, type Sight, seenUpTo, writtenBy } from '@/server/platform/collab/gone-texts.rules';
import { eachRange, partsOf, rangesOf } from '@/server/platform/collab/id-ranges.rules';
import { findLostWords, type LostWords } from '@/server/platform/collab/lost-words.rules';
import { PutBack } from '@/server/platform/collab/put-back.rules';
import { stateOf, structsBetween } from '@/server/platform/collab/structs.rules';
import { TextVersions } from '@/server/platform/collab/text-versions.rules';
import { mendRightOrigins } from './right-origins';
import { addIds, type Step, standsIn } from './steps-go-along';
import { PUT_BACK } from './unsaved-words';

type Holder = Y.XmlElement | Y.XmlText;

/** What was there when a step was done, of each client up to which clock. */
const KNOWN = 'known';
/** Words that a step took and that cannot be brought back. */
const STUCK = 'stuck';

const isHolder = (type: unknown): type is Holder => type instanceof Y.XmlElement || type instanceof Y.XmlText;

/**
 * Takes one's own steps back, and brings them again. What others wrote meanwhile into what goes with a step comes to where
 * the step brings the words back among which it stood, in the same step; where it brings none, the block stays that holds
 * it.
 */
export class OwnSteps extends Y.UndoManager {
  /** What a step would take away and others wrote in. */
  private held: Holder[] = [];
  /** All that there were when one was asked for, of which Yjs takes the last. */
  private steps: readonly Step[] = [];

  constructor(shared: Y.XmlFragment) {
    super(shared, {
      trackedOrigins: new Set<unknown>([ySyncPluginKey, PUT_BACK]),
      captureTransaction: ({ meta }) => meta.get('addToHistory') !== false,
    });
    this.deleteFilter = (item) => this.mayGo(item);
    this.on('stack-item-added', ({ stackItem }) => stackItem.meta.set(KNOWN, stateOf(this.doc)));
  }

  override undo(): Step | null {
    return this.step('undoing', () => super.undo());
  }

  override redo(): Step | null {
    return this.step('redoing', () => super.redo());
  }

  /** The sync plugin would end a step with everything that somebody else does. */
  override stopCapturing(): void {
    if (this.undoing || this.redoing) super.stopCapturing();
  }

  /** What is done from here on is a step by itself. */
  beginStep(): void {
    super.stopCapturing();
  }

  /**
   * The sync plugin would choose what was chosen before the step, by places of then, and as late as the next change of
   * somebody else; `undoCaret` leads to what changed.
   */
  override emit(...[name, args]: Parameters<Y.UndoManager['emit']>): void {
    if (name !== 'stack-item-popped') super.emit(name, args);
  }

  private step(as: 'undoing' | 'redoing', take: () => Step | null): Step | null {
    this.held = [];
    try {
      return this.doc.transact((transaction) => {
        this.steps = [...(as === 'undoing' ? this.undoStack : this.redoStack)];
        for (const step of this.steps) followRedone(transaction, step);
        const taken = take();
        mendRightOrigins(transaction);
        // What is done upon it belongs to the same step.
        this[as] = true;
        const known: Map<number, number> | undefined = taken?.meta.get(KNOWN);
        if (taken && known) {
          if (isGone(transaction, taken)) dropTwice(transaction, known);
          this.bringWords(transaction, seenUpTo(known), taken);
        }
        if (taken) this.keepLine();
        return taken;
      }, this);
    } finally {
      this[as] = false;
    }
  }

  private mayGo({ content }: Y.Item): boolean {
    if (content instanceof Y.ContentString) return !this.isLeft(content.str);
    const type = content instanceof Y.ContentType ? content.type : null;
    if (!isHolder(type) || type.length === 0) return true;
    this.held.push(type);
    return false;
  }

  /** Whether these words stand nowhere but where the step put them, since what it took them from is gone. */
  private isLeft(words: string): boolean {
    const { length } = this.undoing ? this.undoStack : this.redoStack;
    const step = this.steps[length];
    if (!step || words.trim() === '') return false;
    // Yjs brings back what it can before it takes anything away.
    const stuck: string[] = step.meta.get(STUCK) ?? stuckOf(this.doc, step);
    step.meta.set(STUCK, stuck);
    return stuck.some((one) => one.includes(words));
  }

  /** @param known which letters were there when the step was done that is taken back */
  private bringWords(transaction: Y.Transaction, known: Seen, step: Step): void {
    const taken = rangesOf([transaction.deleteSet.clients]);
    const sight: Sight = {
      seen: (client, clock, length) => partsOf(taken, client, clock, length),
      live: known,
      takenBehind: takenBehind(transaction, step),
    };
    for (const one of this.held) {
      if (!(one instanceof Y.XmlText) || one._item?.deleted) continue;
      if (lostWords(transaction, sight, one).every(({ place }) => 'text' in place)) this.remove(one);
    }
    new PutBack(lostWords(transaction, sight), putBackRules()).write();
    for (const one of this.held) {
      if (one instanceof Y.XmlElement && !one._item?.deleted) keepAttributes(transaction, one);
    }
  }

  /**
   * A document that a step empties has a line in the same step, which goes when the step is done again. Otherwise the sync
   * plugin of everybody who has it open would write the one that the editor shows, to stay.
   */
  private keepLine(): void {
    const [shared] = this.scope;
    if (!(shared instanceof Y.XmlFragment) || shared.length > 0) return;
    shared.insert(0, [new Y.XmlElement(putBackRules().paragraph)]);
  }

  /** With what held nothing else. */
  private remove(holder: Holder): void {
    const { parent } = holder;
    if (!(parent instanceof Y.XmlFragment)) return;
    parent.delete(parent.toArray().indexOf(holder), 1);
    if (isHolder(parent) && parent.length === 0 && this.held.includes(parent)) this.remove(parent);
  }
}

/**
 * What a step wrote may have been taken away and brought again by others of one's steps. Yjs would look for it from its
 * first letter to the end of what stands there as one piece: with what others wrote behind it, or without what stands
 * behind theirs.
 */
function followRedone(transaction: Y.Transaction, step: Step): void {
  for (let ranges = step.insertions; ranges.clients.size > 0; ) {
    const again = Y.createDeleteSet();
    // What is gone through is parted from what is around it.
    Y.iterateDeletedStructs(transaction, ranges, (struct) => {
      if (struct instanceof Y.Item && struct.redone) addIds(again, struct.redone, struct.length);
    });
    step.insertions = Y.mergeDeleteSets([step.insertions, again]);
    ranges = again;
  }
}

/** Whether somebody else took away what a step wrote, so that there was nothing to take back of it. */
function isGone({ doc, deleteSet }: Y.Transaction, { deletions, insertions }: Step): boolean {
  const taken = Y.mergeDeleteSets([deleteSet]);
  let isOfOthers = false;
  for (const [client, from, to] of eachRange(rangesOf([insertions.clients]))) {
    for (const struct of structsBetween(doc, client, from, to)) {
      if (!struct.deleted || Y.isDeleted(taken, struct.id)) return false;
      const isAgain = struct instanceof Y.Item && struct.redone !== null;
      isOfOthers ||= !isAgain && !Y.isDeleted(deletions, struct.id);
    }
  }
  return isOfOthers;
}

/**
 * Behind which items, or beginnings of texts, others took some of what a step wrote: what the step brings back may have it
 * still, and they may have brought it again themselves. Where others of one's steps took the place away and brought it
 * again since, it is told as it stands now.
 */
function takenBehind({ doc, deleteSet }: Y.Transaction, { deletions, insertions }: Step): Set<Y.Item | Y.XmlText> {
  const taken = Y.mergeDeleteSets([deleteSet]);
  const isOut = (item: Y.Item): boolean => item.deleted && !item.redone && !Y.isDeleted(taken, item.id);
  // What the step did not write is not parted, where it was brought again, as it was.
  const isPlace = (item: Y.Item): boolean => !isOut(item) && (!item.redone || Y.isDeleted(insertions, item.id));
  const found = new Set<Y.Item | Y.XmlText>();
  const known = new Set<Y.Item>();
  for (const [client, from, to] of eachRange(rangesOf([insertions.clients]))) {
    for (const item of structsBetween(doc, client, from, to)) {
      if (!(item instanceof Y.Item) || !(item.parent instanceof Y.XmlText)) continue;
      if (!isOut(item) || Y.isDeleted(deletions, item.id)) continue;
      known.add(item);
      let { left } = item;
      while (left && !known.has(left) && !isPlace(left)) left = left.left;
      const behind = left ?? item.parent._item;
      if (!behind || known.has(behind)) continue;
      const last = lastRedone(doc, behind);
      found.add(last.content instanceof Y.ContentType ? (last.content.type as Y.XmlText) : last);
    }
  }
  return found;
}

/** What became of the end of something that was taken away and brought anew. */
function lastRedone(doc: Y.Doc, item: Y.Item): Y.Item {
  let last = item;
  while (last.redone) {
    const { client, clock } = last.redone;
    const at = clock + last.length - 1;
    const [next] = structsBetween(doc, client, at, at + 1);
    if (!(next instanceof Y.Item)) break;
    last = next;
  }
  return last;
}

/** Takes blocks away that a step brought, all of whose words somebody else wrote anew since: those were moved, or turned. */
function dropTwice({ doc, beforeState }: Y.Transaction, known: Map<number, number>): void {
  const versions = new TextVersions(writtenBy(doc, broughtBy({ beforeState: known, afterState: beforeState })));
  const isBrought = (item: Y.Item | null): boolean =>
    item !== null && item.id.clock >= (beforeState.get(item.id.client) ?? 0);
  const blocks = new Map<Holder, boolean>();
  for (const { text, words } of writtenBy(doc, broughtBy({ beforeState, afterState: stateOf(doc) }))) {
    if (!isBrought(text._item) || words.trim() === '') continue;
    let block: Holder = text;
    while (isHolder(block.parent) && isBrought(block.parent._item)) block = block.parent;
    blocks.set(block, standsIn(words, versions.take(words)) && blocks.get(block) !== false);
  }
  for (const [block, isTwice] of blocks) {
    const { parent } = block;
    // Nothing but the document may be without blocks.
    if (!isTwice || !(parent instanceof Y.XmlFragment) || (isHolder(parent) && parent.length === 1)) continue;
    parent.delete(parent.toArray().indexOf(block), 1);
  }
}

/** What a step took out of texts that others took away since, text by text: it cannot be brought back. */
function stuckOf(doc: Y.Doc, { deletions, insertions }: Step): string[] {
  const texts = new Map<unknown, string>();
  for (const [client, from, to] of eachRange(rangesOf([deletions.clients]))) {
    for (const item of structsBetween(doc, client, from, to)) {
      const { content, parent, redone, id } = item as Y.Item;
      if (!(content instanceof Y.ContentString) || redone || Y.isDeleted(insertions, id)) continue;
      texts.set(parent, (texts.get(parent) ?? '') + content.str);
    }
  }
  return [...texts.values()];
}

/** What others wrote where a step takes words away. @param also a text that is there, were it taken away as well */
function lostWords(transaction: Y.Transaction, sight: Sight, also?: Y.XmlText): LostWords[] {
  const { doc, deleteSet, beforeState } = transaction;
  const more = Y.createDeleteSet();
  const add = ({ id, length, deleted }: Y.Item): void => {
    if (!deleted) addIds(more, id, length);
  };
  if (also?._item) add(also._item);
  for (let item = also?._start ?? null; item !== null; item = item.right) add(item);
  const afterState = stateOf(doc);
  // A transaction that is not over keeps no order in what it deleted, and does not know what it brought.
  const change = Object.assign(Object.create(transaction), {
    deleteSet: Y.mergeDeleteSets([deleteSet, more]),
    afterState,
  }) as Y.Transaction;
  return findLostWords(change, { ...sight, brought: broughtBy({ beforeState, afterState }) });
}

/** A block that stays is what it was. */
function keepAttributes({ deleteSet }: Y.Transaction, element: Y.XmlElement): void {
  const taken = Y.mergeDeleteSets([deleteSet]);
  for (const [key, { deleted, id, content }] of element._map) {
    if (deleted && Y.isDeleted(taken, id)) element.setAttribute(key, content.getContent()[0]);
  }
}
