import { type EditorState, NodeSelection, type Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type * as Y from 'yjs';
import { figureAt } from '../nodes/insert-figure';
import { isOfOthers } from '../of-others';
import { isTakenOut, sharedNodeAt } from '../shared-node';
import type { TakenThing } from './labels';

/** What stood in the form of a thing that a colleague has taken away, and where the caret was in it. */
export type Taken = { id: number; what: TakenThing; typed: string; caret: number };

/** Keeps what stands in the form in which one is. To be called while it is still there. @returns whether one is in a form */
export type KeepTyped = (what: TakenThing) => boolean;

export type KeptForms = { all: readonly Taken[]; keep: KeepTyped; close: (id: number) => void };

/** Forms about the text stand in a bar, or float above the text. */
const FORM = '[role="toolbar"] form, [data-editor-float] form';

const isField = (one: Element): one is HTMLInputElement | HTMLTextAreaElement =>
  one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement;

/** All that stands in the form in which one is, a field a line. @returns null where one is in none */
export function typedInForm(): Pick<Taken, 'typed' | 'caret'> | null {
  const active = document.activeElement;
  const form = active?.closest<HTMLFormElement>(FORM);
  if (!form) return null;
  let [typed, caret] = ['', -1];
  for (const field of [...form.elements].filter(isField)) {
    if (field.value === '' && field !== active) continue;
    if (typed !== '') typed += '\n';
    if (field === active) caret = typed.length + (field.selectionEnd ?? field.value.length);
    typed += field.value;
  }
  return { typed, caret: caret < 0 ? typed.length : caret };
}

/** What a form is about: the formula that is chosen, or the image that is, or in whose caption one is. */
function thingAt(state: EditorState): { what: TakenThing; at: number } | null {
  const { selection } = state;
  const name = selection instanceof NodeSelection ? selection.node.type.name : null;
  if (name === 'inlineMath' || name === 'blockMath') return { what: 'formula', at: selection.from };
  if (name === 'image') return { what: 'image', at: selection.from };
  const figure = figureAt(state);
  return figure && { what: 'image', at: figure.at };
}

/** Calls when a colleague takes away what is chosen, just before it goes out of the page. @returns stops watching */
function watchChosen(editor: Editor, onGone: KeepTyped): () => void {
  const { doc, type }: { doc: Y.Doc; type: Y.XmlFragment } = ySyncPluginKey.getState(editor.state);
  let chosen: { what: TakenThing; node: Y.XmlElement | null } | null = null;
  const remember = () => {
    const thing = thingAt(editor.state);
    chosen = thing && { what: thing.what, node: sharedNodeAt(type, editor.state.doc, thing.at) };
  };
  const look = ({ transaction }: { transaction: Transaction }) => {
    if (!chosen?.node || !isOfOthers(transaction) || !isTakenOut(chosen.node)) return;
    onGone(chosen.what);
    chosen = null;
  };
  // What a colleague takes away can have one's own words put back, which is a transaction too, before either is shown.
  doc.on('beforeAllTransactions', remember);
  editor.on('beforeTransaction', look);
  return () => {
    doc.off('beforeAllTransactions', remember);
    editor.off('beforeTransaction', look);
  };
}

/**
 * Whoever writes in a form about something that a colleague takes away goes on beside the text, in the same moment and with
 * what they had typed, until they close that: nothing of it comes into the text, or to what stands behind.
 */
export function useTakenAway(editor: Editor | null): KeptForms {
  const [all, setAll] = useState<readonly Taken[]>([]);
  const count = useRef(0);
  const keep = useCallback((what: TakenThing) => {
    const typed = typedInForm();
    if (!typed) return false;
    count.current += 1;
    const taken = { id: count.current, what, ...typed };
    // A letter that is on its way would otherwise come to nowhere.
    flushSync(() => setAll((before) => [...before, taken]));
    return true;
  }, []);
  const close = useCallback((id: number) => setAll((before) => before.filter((one) => one.id !== id)), []);
  useEffect(() => (editor ? watchChosen(editor, keep) : undefined), [editor, keep]);
  return { all, keep, close };
}
