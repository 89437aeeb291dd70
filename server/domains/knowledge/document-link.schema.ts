import { combineTransactionSteps, getChangedRanges } from '@tiptap/core';
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state';
import { AddMarkStep, type Step } from '@tiptap/pm/transform';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** What stands between an address and the caret of whoever has just gone on behind it: a blank, or the end of its line. */
const WENT_ON = /^[)\]]?\s$/;
const BREAK = '\n';

/** Whether the caret stands where a blank or Enter behind a word has led it. */
function isRightBehind({ doc, selection }: EditorState, end: number): boolean {
  const { head, empty } = selection;
  return empty && head > end && WENT_ON.test(doc.textBetween(end, head, BREAK, BREAK));
}

/** Whether all of something was written by these changes. */
function isWrittenBy(changes: readonly Transaction[], before: EditorState, { from, to }: AddMarkStep): boolean {
  const ranges = getChangedRanges(combineTransactionSteps(before.doc, [...changes]));
  return ranges.some(({ newRange }) => newRange.from <= from && to <= newRange.to);
}

/**
 * An address becomes a link when its writer goes on behind it, or pastes all of it. What is in the page by anything else
 * may be half of one that is still typed: by what a colleague writes, by a step taken back, by an image or a paste that
 * comes to stand below it once it is there, or by a block that is moved.
 * @param plugin Tiptap's, which looks at the end of whatever has changed
 */
export function onlyFinished(plugin: Plugin): Plugin {
  const { appendTransaction } = plugin.spec;
  if (!appendTransaction) return plugin;
  return new Plugin({
    ...plugin.spec,
    appendTransaction(changes, before, now) {
      if (changes.some((one) => one.getMeta(ySyncPluginKey)?.isChangeOrigin)) return null;
      const found = appendTransaction.call(this, changes, before, now);
      const isPaste = changes.some((one) => one.getMeta('paste'));
      const isFinished = (step: Step) =>
        step instanceof AddMarkStep && (isPaste ? isWrittenBy(changes, before, step) : isRightBehind(now, step.to));
      const steps = found?.steps.filter(isFinished) ?? [];
      return steps.length > 0 ? steps.reduce((tr, step) => tr.step(step), now.tr) : null;
    },
  });
}
