import type { Editor } from '@tiptap/core';
import type { Node as DocumentNode, Fragment } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { Editor as ReactEditor } from '@tiptap/react';
import { publicErrorOf } from '@/components/ui/error-labels';
import { sayDone, sayRefused, sayWrong } from '@/components/ui/toast';
import type { DocumentNode as Json } from '@/server/domains/knowledge/document.schema';
import { DOCUMENT_LIMITS } from '@/server/platform/collab/limits.schema';
import { charactersOf, excess } from '../page-size';
import { leaveRoomAfter } from '../writing-room';
import { withUploads } from './carried-images';
import type { LeftOut } from './context';
import { type Clipboard, type Decision, LONG_TEXT_CHARACTERS } from './decide';
import { insertAtOnce, insertBitByBit, newUndoStep, sliceOf } from './insert';
import { PASTE_WORDS } from './labels';
import type { PasteJob, ReadPaste } from './read-paste';
import { isShort, readBeside, readNow } from './reader';
import { imagesInRtf } from './rtf-images';
import type { PasteNeeds } from './use-paste';

type Taken = { decision: Decision; clipboard: Clipboard; rtf: string };

/** Takes a paste up that is not the editor's own: read, judged by its size, its images brought, put in. */
export async function takePaste(
  editor: Editor,
  event: ClipboardEvent,
  { decision, clipboard, rtf }: Taken,
  needs: PasteNeeds,
): Promise<void> {
  const job = jobOf(decision, clipboard, rtf);
  const words = decision.kind === 'markdown' ? clipboard.text : null;
  try {
    const now = job === null ? asTyped(decision, clipboard.text) : readNow(job);
    // At once, so that what is typed next comes after it.
    if (now !== null && now.images.length === 0) await put(editor, event, now, words, needs);
    else await later(editor, event, { now, job, words }, needs);
  } catch (error) {
    if (publicErrorOf(error)) sayRefused(error);
    else sayWrong(PASTE_WORDS.notUnderstood);
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

type Waiting = { now: ReadPaste | null; job: PasteJob | null; words: string | null };

/** The place of the paste is kept, whatever is written in the page until it is read. */
async function later(
  editor: Editor,
  event: ClipboardEvent,
  { now, job, words }: Waiting,
  needs: PasteNeeds,
): Promise<void> {
  if (job !== null && !isShort(job)) needs.onProgress(PASTE_WORDS.reading);
  const { from, to } = editor.state.selection;
  let [start, end] = [editor.utils.createMappablePosition(from), editor.utils.createMappablePosition(to)];
  const follow = ({ transaction }: { transaction: Parameters<typeof editor.utils.getUpdatedPosition>[1] }) => {
    start = editor.utils.getUpdatedPosition(start, transaction).position;
    end = editor.utils.getUpdatedPosition(end, transaction).position;
  };
  editor.on('transaction', follow);
  try {
    const read = now ?? (job === null ? null : await readBeside(job));
    if (read === null || hasNoRoom(editor, read)) return;
    const ready = await withUploads(read, needs);
    if (editor.isDestroyed || !editor.isEditable) {
      sayWrong(PASTE_WORDS.stopped);
      return;
    }
    const { doc } = editor.state;
    editor.view.dispatch(
      editor.state.tr.setSelection(TextSelection.between(doc.resolve(start.position), doc.resolve(end.position))),
    );
    await put(editor, event, ready, words, needs);
  } finally {
    editor.off('transaction', follow);
  }
}

const nodesOf = (editor: Editor, { blocks }: ReadPaste): DocumentNode[] =>
  blocks.map((block) => editor.schema.nodeFromJSON(block));

const sizeOf = (nodes: readonly DocumentNode[]): number => nodes.reduce((sum, node) => sum + charactersOf(node), 0);

function hasNoRoom(editor: Editor, read: ReadPaste): boolean {
  const { from, to } = editor.state.selection;
  return saidNoRoom(editor.state.doc, from, to, sizeOf(nodesOf(editor, read)));
}

/** @returns whether there is no room for it, which is then said */
function saidNoRoom(doc: DocumentNode, from: number, to: number, adding: number): boolean {
  const removing = from === to ? 0 : charactersOf(doc.cut(from, to));
  const over = excess(charactersOf(doc), adding, removing);
  if (over > 0) sayWrong(PASTE_WORDS.noRoom(over));
  return over > 0;
}

/** The same for what the editor pastes by itself. */
export function refusedForRoom(doc: DocumentNode, from: number, to: number, content: Fragment): boolean {
  let adding = 0;
  content.forEach((node) => {
    adding += charactersOf(node);
  });
  return saidNoRoom(doc, from, to, adding);
}

async function put(
  editor: Editor,
  event: ClipboardEvent,
  read: ReadPaste,
  words: string | null,
  needs: PasteNeeds,
): Promise<void> {
  const nodes = nodesOf(editor, read);
  const size = sizeOf(nodes);
  const { from, to } = editor.state.selection;
  if (nodes.length === 0 || saidNoRoom(editor.state.doc, from, to, size)) return;
  if (new Blob([JSON.stringify(read.blocks)]).size > DOCUMENT_LIMITS.updateBytesMax) {
    sayWrong(PASTE_WORDS.tooLarge);
    return;
  }
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
