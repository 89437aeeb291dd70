import { getExtensionField } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { setBlockType, wrapIn } from '@tiptap/pm/commands';
import { wrapInList } from '@tiptap/pm/schema-list';
import { type Command, EditorState, type Plugin, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { initProseMirrorDoc, prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { caretGoesAlongPlugin } from './caret-goes-along';
import { OwnSteps } from './own-steps';
import { shownBlocksPlugin } from './shown-blocks';
import { stepsGoAlongPlugin } from './steps-go-along';
import { cellsGoAlongPlugin } from './table/cells-go-along';
import { edgeGoesAlongPlugin } from './table/column-edges';
import { evenTablesPlugin, tableEditingPlugin } from './table/even-tables';
import { typedPlacePlugin } from './typed-place';
import { blockStepsPlugin } from './undo-steps';
import { UnsavedWords } from './unsaved-words';

const HEARD = 'heard';

type PluginView = ReturnType<NonNullable<Plugin['spec']['view']>>;

/** What Tiptap makes of a document that is shared, without an editor. */
function sharingPlugins(options: object): Plugin[] {
  const editor = { options: {} };
  const plugins = getExtensionField<() => Plugin[]>(Collaboration, 'addProseMirrorPlugins', {
    options,
    editor,
  } as never);
  return plugins();
}

/** Somebody who types into a shared document, with the plugins of the editor and without a page. */
export class Typist {
  readonly doc: Y.Doc;
  state: EditorState;
  readonly steps: OwnSteps;
  private pluginViews: PluginView[] = [];
  private readonly view: EditorView;

  /** @param more plugins besides those that every text has */
  constructor(shared: Y.Doc, more: (typist: Typist) => Plugin[] = () => []) {
    this.doc = shared;
    const fragment = shared.getXmlFragment(DOCUMENT_FRAGMENT);
    const { doc, mapping } = initProseMirrorDoc(fragment, documentSchema());
    this.steps = new OwnSteps(fragment);
    const sharing = sharingPlugins({
      fragment,
      ySyncOptions: { mapping },
      yUndoOptions: { undoManager: this.steps },
    });
    const goingAlong = [
      stepsGoAlongPlugin(this.steps),
      caretGoesAlongPlugin(),
      cellsGoAlongPlugin(),
      edgeGoesAlongPlugin(),
    ];
    const plugins = [
      blockStepsPlugin(),
      typedPlacePlugin(),
      ...sharing,
      shownBlocksPlugin(),
      ...goingAlong,
      evenTablesPlugin(),
      tableEditingPlugin(),
      ...more(this),
    ];
    this.state = EditorState.create({ doc, plugins, selection: Selection.atEnd(doc) });
    const typist = this;
    const view = {
      get state() {
        return typist.state;
      },
      editable: true,
      hasFocus: () => false,
      dom: { querySelector: () => null },
      dispatch: (tr: Transaction) => this.dispatch(tr),
    } as unknown as EditorView;
    this.view = view;
    this.showPlugins();
  }

  /** As whenever an editor gets another plugin: the views of all of them end, and there are new ones. */
  showPlugins(): void {
    for (const { destroy } of this.pluginViews) destroy?.();
    this.pluginViews = this.state.plugins.flatMap((plugin) => plugin.spec.view?.(this.view) ?? []);
  }

  private dispatch(tr: Transaction): void {
    const before = this.state;
    this.state = before.apply(tr);
    for (const { update } of this.pluginViews) update?.(this.view, before);
  }

  type(letters: string): void {
    for (const letter of letters) this.dispatch(this.state.tr.insertText(letter));
  }

  /** Puts the caret somewhere, or chooses from there. */
  goTo(anchor: number, head = anchor): void {
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, anchor, head)));
  }

  /** @returns whether the command could be done */
  does(command: Command): boolean {
    return command(this.state, (tr) => this.dispatch(tr));
  }

  get text(): string {
    return this.state.doc.textContent;
  }
}

function begunBy(clientId: number, begun: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  Y.applyUpdate(doc, begun);
  return doc;
}

/** Somebody who types, and what they and the others say and hear, without a network. */
export class Writer extends Typist {
  /** What they wrote and the other has not heard. */
  readonly said: Uint8Array[] = [];
  private readonly words: UnsavedWords;

  constructor(begun: Uint8Array, clientId: number, more?: (typist: Typist) => Plugin[]) {
    const doc = begunBy(clientId, begun);
    // As in a session, they hear of a change before the editor does.
    const words = new UnsavedWords({ doc, messageHandlers: [] } as unknown as WebsocketProvider);
    super(doc, more);
    this.words = words;
    this.doc.on('update', (bytes: Uint8Array, origin: unknown, _doc, transaction) => {
      if (origin === HEARD) return;
      this.words.add(transaction);
      this.said.push(bytes);
    });
  }

  hear(updates: readonly Uint8Array[]): void {
    Y.applyUpdate(this.doc, Y.mergeUpdates([...updates]), HEARD);
  }

  /** All that was said until now is. */
  saved(): void {
    this.said.length = 0;
    this.words.saved(true);
  }
}

/** A document with these blocks. */
export function begin(content: readonly object[]): Uint8Array {
  const doc = new Y.Doc();
  prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content }, doc.getXmlFragment(DOCUMENT_FRAGMENT));
  return Y.encodeStateAsUpdate(doc);
}

/** The words before an end of what is chosen, and after it. */
export function around(
  { state: { selection } }: Writer,
  end: 'anchor' | 'head' = 'head',
): [before: string, after: string] {
  const { parent, parentOffset } = selection[`$${end}`];
  return [parent.textBetween(0, parentOffset), parent.textBetween(parentOffset, parent.content.size)];
}

/** The lines of a document. */
export function linesOf({ state }: Writer): string[] {
  const lines: string[] = [];
  state.doc.descendants((node) => void (node.isTextblock && lines.push(node.textContent)));
  return lines;
}

/** Where each of them begins. */
export function placesOf({ state }: Writer): number[] {
  const places: number[] = [];
  state.doc.descendants((node, place) => void (node.isTextblock && places.push(place + 1)));
  return places;
}

/** Takes the block with the caret from where it is at the top, and puts it first or last. */
export const moveBlock =
  (toFirst: boolean): Command =>
  ({ tr, selection: { $head } }, dispatch) => {
    const block = $head.node(1);
    tr.delete($head.before(1), $head.after(1));
    const place = toFirst ? 0 : tr.doc.content.size;
    tr.insert(place, block);
    dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(place + 1))));
    return true;
  };

const { heading, blockquote, bulletList, codeBlock } = documentSchema().nodes;

/** What one does with the block that has the caret. */
export const TURNS_IN_PLACE: Record<string, Command> = {
  heading: setBlockType(heading as never, { level: 2 }),
  code: setBlockType(codeBlock as never),
  quote: wrapIn(blockquote as never),
  list: wrapInList(bulletList as never),
};
export const TURNS: Record<string, Command> = { ...TURNS_IN_PLACE, first: moveBlock(true), last: moveBlock(false) };

/** A paragraph as a document has it; without words it is empty. */
export const line = (text: string): object => ({
  type: 'paragraph',
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
});

/** The sync plugin begins a moment after its view. */
export const syncBegun = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Two people at one document, and what they do in it. */
export type Two = {
  ana: Writer;
  noah: Writer;
  /** All that both have said is saved, and heard by the other. */
  tell: () => void;
  /** Puts somebody's caret into the line that has this, so many letters behind its beginning. */
  goTo: (who: Writer, words: string, by?: number) => void;
  /** Ana takes a step of hers back, or brings it again. */
  take: (as: 'undo' | 'redo') => void;
};

/** Two people who have the same lines open, Ana and Noah, with these Yjs clients. */
export function twoWriters(lines: readonly string[], ids: readonly number[] = [1, 2]): Two {
  const begun = begin(lines.map(line));
  const [ana, noah] = ids.map((id) => new Writer(begun, id)) as [Writer, Writer];
  const tell = () => {
    const [anas, noahs] = [ana.said.splice(0), noah.said.splice(0)];
    for (const one of [ana, noah]) one.saved();
    if (noahs.length > 0) ana.hear(noahs);
    if (anas.length > 0) noah.hear(anas);
  };
  const goTo = (who: Writer, words: string, by = 0) => {
    const at = linesOf(who).findIndex((one) => one.includes(words));
    who.goTo((placesOf(who)[at] as number) + (linesOf(who)[at] as string).indexOf(words) + by);
  };
  const take = (as: 'undo' | 'redo') => {
    ana.steps[as]();
    tell();
  };
  return { ana, noah, tell, goTo, take };
}
