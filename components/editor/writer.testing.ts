import { type Command, EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { initProseMirrorDoc, ySyncPlugin } from '@tiptap/y-tiptap';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { caretGoesAlongPlugin } from './caret-goes-along';
import { typedPlacePlugin } from './typed-place';
import { UnsavedWords } from './unsaved-words';

const HEARD = 'heard';

type Update = (view: EditorView, before: EditorState) => void;

/** Somebody who types into a shared document, with the plugins of the editor and without a page. */
export class Typist {
  readonly doc: Y.Doc;
  state: EditorState;
  private readonly updates: Update[];
  private readonly view: EditorView;

  constructor(shared: Y.Doc) {
    this.doc = shared;
    const fragment = shared.getXmlFragment(DOCUMENT_FRAGMENT);
    const { doc, mapping } = initProseMirrorDoc(fragment, documentSchema());
    const plugins = [typedPlacePlugin(), ySyncPlugin(fragment, { mapping }), caretGoesAlongPlugin()];
    this.state = EditorState.create({ doc, plugins, selection: Selection.atEnd(doc) });
    const typist = this;
    const view = {
      get state() {
        return typist.state;
      },
      hasFocus: () => false,
      dispatch: (tr: Transaction) => this.dispatch(tr),
    } as unknown as EditorView;
    this.view = view;
    this.updates = plugins.flatMap((plugin) => plugin.spec.view?.(view).update ?? []);
  }

  private dispatch(tr: Transaction): void {
    const before = this.state;
    this.state = before.apply(tr);
    for (const update of this.updates) update(this.view, before);
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

  constructor(begun: Uint8Array, clientId: number) {
    const doc = begunBy(clientId, begun);
    // As in a session, they hear of a change before the editor does.
    const words = new UnsavedWords({ doc, messageHandlers: [] } as unknown as WebsocketProvider);
    super(doc);
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
