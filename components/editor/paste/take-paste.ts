import type { Editor } from '@tiptap/core';
import type { Node as DocumentNode, Fragment } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { Editor as ReactEditor } from '@tiptap/react';
import { publicErrorOf } from '@/components/ui/error-labels';
import { sayDone, sayRefused, sayWrong } from '@/components/ui/toast';
import type { DocumentNode as Json } from '@/server/domains/knowledge/document.schema';
import { followPlaces } from '../followed-places';
import { charactersIn, noRoomIn } from '../room';
import { newUndoStep } from '../undo-steps';
import { leaveRoomAfter } from '../writing-room';
import { withUploads } from './carried-images';
import type { LeftOut } from './context';
import { type Clipboard, type Decision, LONG_TEXT_CHARACTERS } from './decide';
import { insertAtOnce, insertBitByBit, sliceOf } from './insert';
import { PASTE_WORDS } from './labels';
import type { PasteJob, ReadPaste } from './read-paste';
import { isShort, readBeside, readNow } from './reader';
import { imagesInRtf } from './rtf-images';
import type { PasteNeeds } from './use-paste';

type Taken = {
  decision: Decision;
  clipboard: Clipboard;
  rtf: string;
  /** It was dragged here: it lies in no clipboard. */
  dropped: boolean;
};

/** Takes a paste up that is not the editor's own: read, judged by its size, its images brought, put in. */
export async function takePaste(
  editor: Editor,
  event: ClipboardEvent,
  { decision, clipboard, rtf, dropped }: Taken,
  needs: PasteNeeds,
): Promise<void> {
  const job = jobOf(decision, clipboard, rtf);
  const words = decision.kind === 'markdown' ? clipboard.text : null;
  const how = { words, dropped };
  try {
    const now = job === null ? asTyped(decision, clipboard.text) : readNow(job);
    // At once, so that what is typed next comes after it.
    if (now !== null && now.images.length === 0) await put(editor, event, now, how, needs);
    else await later(editor, event, { now, job, ...how }, needs);
  } catch (error) {
    if (publicErrorOf(error)) sayRefused(error);
    else sayWrong(PASTE_WORDS.notUnderstood(dropped));
  } finally {
    needs.onProgress(null);
  }
}

function jobOf({ kind }: Decision, { html, text }: Clipboard, rtf: string): PasteJob | null {
  const { origin } = window.location;
  if (kind === 'html') return { kind, html, origin, beside: imagesInRtf(rtf) };
  return kind === 'markdown' ? { kind, text, origin } : null;
}

/** Words and code, which need no reading. */
function asTyped(decision: Decision, text: string): ReadPaste {
  const lines = text.replace(/\r\n?/g, '\n');
  const words = (one: string): Json[] => (one === '' ? [] : [{ type: 'text', text: one }]);
  if (decision.kind === 'code') {
    const code = {
      type: 'codeBlock',
      attrs: { language: decision.language },
      content: words(lines.replace(/\n$/, '')),
    };
    return { blocks: [code], images: [], leftOut: [] };
  }
  const blocks = lines.split(/\n+/).map((line) => ({ type: 'paragraph', content: words(line) }));
  return { blocks, images: [], leftOut: [] };
}

/** @param words what it was before it was read, for undo; null where it was no words */
type How = { words: string | null; dropped: boolean };
type Waiting = How & { now: ReadPaste | null; job: PasteJob | null };

/** The place of the paste is kept, whatever is written in the page until it is read. */
async function later(
  editor: Editor,
  event: ClipboardEvent,
  { now, job, ...how }: Waiting,
  needs: PasteNeeds,
): Promise<void> {
  if (job !== null && !isShort(job)) needs.onProgress(PASTE_WORDS.reading);
  const { from, to } = editor.state.selection;
  const places = followPlaces(editor, from, to);
  try {
    const read = now ?? (job === null ? null : await readBeside(job));
    if (read === null || saidNoRoom(editor, nodesOf(editor, read), how.dropped)) return;
    const ready = await withUploads(read, needs);
    if (editor.isDestroyed || !editor.isEditable) {
      sayWrong(PASTE_WORDS.stopped);
      return;
    }
    const { doc, tr } = editor.state;
    const [start = from, end = to] = places.now();
    editor.view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(start), doc.resolve(end))));
    await put(editor, event, ready, how, needs);
  } finally {
    places.end();
  }
}

const nodesOf = (editor: Editor, { blocks }: ReadPaste): DocumentNode[] =>
  blocks.map((block) => editor.schema.nodeFromJSON(block));

/** @returns whether there is no room for it, which is then said */
function saidNoRoom(editor: Editor, nodes: readonly DocumentNode[], dropped: boolean): boolean {
  const none = noRoomIn(editor.state, nodes);
  if (none !== null) sayWrong(PASTE_WORDS.noRoom(none, dropped));
  return none !== null;
}

/** The same for what the editor pastes, or drops, by itself. */
export const refusedForRoom = (editor: Editor, content: Fragment, dropped: boolean): boolean =>
  saidNoRoom(editor, content.content, dropped);

async function put(
  editor: Editor,
  event: ClipboardEvent,
  read: ReadPaste,
  { words, dropped }: How,
  needs: PasteNeeds,
): Promise<void> {
  const nodes = nodesOf(editor, read);
  const size = charactersIn(nodes);
  if (nodes.length === 0) sayLeftOut(read.leftOut);
  if (nodes.length === 0 || saidNoRoom(editor, nodes, dropped)) return;
  const taken = size <= LONG_TEXT_CHARACTERS && takenByOthers(editor, event, nodes);
  if (!taken && size <= LONG_TEXT_CHARACTERS) insertAtOnce(editor as ReactEditor, nodes, words);
  else if (!taken) {
    const share = (part: number) => needs.onProgress(PASTE_WORDS.inserting(part));
    if (!(await insertBitByBit(editor as ReactEditor, nodes, share))) {
      sayWrong(PASTE_WORDS.stopped);
      return;
    }
  }
  leaveRoomAfter(editor as ReactEditor);
  newUndoStep(editor as ReactEditor);
  sayLeftOut(read.leftOut);
}

/** A table pasted into a table fills its cells, and whatever else takes a paste up by what is in it. */
function takenByOthers(editor: Editor, event: ClipboardEvent, nodes: readonly DocumentNode[]): boolean {
  const { view } = editor;
  const slice = sliceOf(nodes);
  return view.someProp('handlePaste', (handler) => handler(view, event, slice) || undefined) === true;
}

function sayLeftOut(leftOut: readonly (readonly [LeftOut, number])[]): void {
  if (leftOut.length > 0) sayDone(PASTE_WORDS.leftOut(leftOut));
}
