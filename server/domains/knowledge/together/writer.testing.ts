import { Node } from '@tiptap/pm/model';
import { defaultDeleteFilter, initProseMirrorDoc, updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { connectClient, RIG_VERSION, type RigClient } from '@/server/platform/collab/rig';
import { stateOf } from '@/server/platform/collab/structs.rules';
import fc from '@/server/platform/testing/fast-check';
import { DOCUMENT_FRAGMENT, documentSchema } from '../document.schema';
import { anyDocument } from '../markdown/document.arbitrary';
import { editAtRandom, filled } from './edits.testing';
import type { Chance } from './random.testing';

const CLIENT_IDS = 2 ** 32;
const PASTED = 40;
const UNDO_OF = 14;
const FINAL_CODE_MIN = 4_400;
const FINAL_CODE_END = 4_500;

/** As in the editor: undoing one's own block leaves it while somebody else's words stand in it. */
const KEPT_BY_UNDO = new Set(Object.keys(documentSchema().nodes));

/** Documents of the schema, of which pieces are pasted. */
export function pastedDocuments(seed: number): Node[] {
  const all = fc.sample(anyDocument, { seed, numRuns: PASTED });
  return all.map((json) => Node.fromJSON(documentSchema(), json)).filter((node) => node.childCount > 0);
}

export type WriterOptions = {
  url: string;
  personId: string;
  documentId: string;
  chance: Chance;
  pasted: readonly Node[];
};

/** Somebody who has a document open in the editor, without a screen: what they do reaches Yjs as from there. */
export class Writer {
  readonly personId: string;
  readonly documentId: string;
  /** Every Yjs client this person has been here. */
  readonly clientIds: number[] = [];
  /** What the document said when the last answered question was asked: all of it is Saved. */
  saved: Y.Snapshot | null = null;
  /** Codes with which the server let it go for good. */
  readonly finalCodes: number[] = [];
  client: RigClient;
  private undo: Y.UndoManager;
  private asking = false;
  private readonly options: WriterOptions;

  constructor(options: WriterOptions) {
    this.options = options;
    this.personId = options.personId;
    this.documentId = options.documentId;
    [this.client, this.undo] = this.open();
  }

  private open(): [RigClient, Y.UndoManager] {
    const { url, personId, documentId, chance } = this.options;
    const doc = new Y.Doc();
    doc.clientID = chance.below(CLIENT_IDS);
    this.clientIds.push(doc.clientID);
    const client = connectClient(url, personId, documentId, RIG_VERSION, doc);
    client.provider.on('status', () => {
      this.asking = false;
    });
    client.provider.on('closed', ({ code }) => {
      if (code >= FINAL_CODE_MIN && code < FINAL_CODE_END) this.finalCodes.push(code);
    });
    const undo = new Y.UndoManager(client.doc.getXmlFragment(DOCUMENT_FRAGMENT), {
      trackedOrigins: new Set([ySyncPluginKey]),
      deleteFilter: (item) => defaultDeleteFilter(item, KEPT_BY_UNDO),
      captureTimeout: 0,
    });
    return [client, undo];
  }

  get doc(): Y.Doc {
    return this.client.doc;
  }

  get fragment(): Y.XmlFragment {
    return this.client.doc.getXmlFragment(DOCUMENT_FRAGMENT);
  }

  get isSynced(): boolean {
    return this.client.provider.synced;
  }

  /** Reads the text as the editor does: what does not fit where concurrent edits have put it is taken away. */
  read() {
    return initProseMirrorDoc(this.fragment, documentSchema());
  }

  /** One edit, or an undo or redo. @returns whether there was something to do */
  edit(): boolean {
    const { chance, pasted } = this.options;
    if (chance.below(UNDO_OF) === 0) return (chance.below(3) === 0 ? this.undo.redo() : this.undo.undo()) !== null;
    const { doc, meta } = this.read();
    const after = editAtRandom(filled(doc), chance, pasted);
    if (!after) return false;
    this.doc.transact(() => updateYFragment(this.doc, this.fragment, after, meta), ySyncPluginKey);
    return true;
  }

  /** Asks whether everything so far is saved, as the editor does: one question at a time, and only once it is synced. */
  ask(): void {
    if (this.asking || !this.isSynced) return;
    this.asking = true;
    const promised = Y.snapshot(this.doc);
    void this.client.saved().then(() => {
      this.asking = false;
      this.saved = promised;
    });
  }

  /** How far it has seen the Yjs clients of the others, who may be itself in another tab. */
  whatOthersWrote(): Map<number, number> {
    const vector = stateOf(this.doc);
    vector.delete(this.doc.clientID);
    return vector;
  }

  /** Loads the page anew: another Yjs client, which begins without anything. What was not saved is lost. */
  reload(): void {
    this.leave();
    [this.client, this.undo] = this.open();
  }

  leave(): void {
    this.undo.destroy();
    this.client.leave();
  }
}
