import { setBlockType, splitBlock, wrapIn } from '@tiptap/pm/commands';
import { wrapInList } from '@tiptap/pm/schema-list';
import { type Command, Selection } from '@tiptap/pm/state';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { documentContent } from '@/server/domains/knowledge/document-content';
import { SESSION_CHANGES } from '@/server/domains/knowledge/history/changes.tasks';
import { gathered } from '@/server/domains/knowledge/history/gathered.testing';
import type { ChangedLine } from '@/server/domains/knowledge/history/history.schema';
import type { NumberedWritten } from '@/server/platform/collab';
import { Room } from '@/server/platform/collab/words-go-along.testing';
import { Writer } from './writer.testing';

const { heading, blockquote, bulletList } = documentSchema().nodes;

/** Takes the block with the caret from where it is at the top, and puts it first. */
const moveToTop: Command = ({ tr, selection: { $head } }, dispatch) => {
  const block = $head.node(1);
  tr.delete($head.before(1), $head.after(1)).insert(0, block);
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(1))));
  return true;
};

export const COMMANDS = {
  heading: setBlockType(heading as never, { level: 2 }),
  quote: wrapIn(blockquote as never),
  list: wrapInList(bulletList as never),
  move: moveToTop,
  split: splitBlock,
} satisfies Record<string, Command>;

export type Act =
  | { kind: 'goTo'; place: number }
  | { kind: 'type'; letters: string }
  | { kind: keyof typeof COMMANDS }
  | { kind: 'away' }
  | { kind: 'back' };

/** Some who write in one document with what the editor and the server have for it, but for a page and a network. */
export class Desk {
  readonly room = new Room({}, documentContent());
  /** The first update of each moment. */
  readonly moments = [1];
  private readonly writers = new Map<string, { writer: Writer; isAway: boolean }>();

  /** @param by whose the lines are; null where nobody is known to have written them */
  constructor(lines: readonly string[], by: string | null, clients: Readonly<Record<string, number>>) {
    const doc = new Y.Doc();
    const content = lines.map((text) => ({ type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] }));
    prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content }, doc.getXmlFragment(DOCUMENT_FRAGMENT));
    const begun = Y.encodeStateAsUpdate(doc);
    this.room.begin(by, begun);
    for (const [name, client] of Object.entries(clients))
      this.writers.set(name, { writer: new Writer(begun, client), isAway: false });
  }

  private of(name: string) {
    const found = this.writers.get(name);
    if (!found) throw new Error(`Nobody is called ${name}.`);
    return found;
  }

  writer(name: string): Writer {
    return this.of(name).writer;
  }

  does(name: string, act: Act): void {
    const one = this.of(name);
    const { writer } = one;
    if (act.kind === 'away') one.isAway = true;
    else if (act.kind === 'back') this.back(name);
    else if (act.kind === 'goTo') {
      const { doc } = writer.state;
      const place = Selection.near(doc.resolve(act.place % (doc.content.size + 1))).head;
      writer.goTo(place);
    } else if (act.kind === 'type') writer.type(act.letters);
    else writer.does(COMMANDS[act.kind]);
    if (!one.isAway) this.talk();
  }

  /** Whoever comes back hears of the others before the server is told. */
  private back(name: string): void {
    const one = this.of(name);
    if (!one.isAway) return;
    this.hears(one.writer);
    if (one.writer.said.length > 0) this.room.welcome(this.room.connection(name), Y.mergeUpdates(one.writer.said));
    one.isAway = false;
    one.writer.saved();
    this.talk();
  }

  /** Another moment begins. */
  pause(): void {
    const next = this.room.rows.length + 1;
    if (this.moments.at(-1) !== next) this.moments.push(next);
  }

  private hears(writer: Writer): void {
    writer.hear([Y.encodeStateAsUpdate(this.room.doc, Y.encodeStateVector(writer.doc))]);
  }

  private talk(): void {
    const online = [...this.writers].filter(([, { isAway }]) => !isAway);
    for (let isAny = true; isAny; ) {
      isAny = false;
      for (const [name, { writer }] of online) {
        for (const said of writer.said.splice(0)) {
          isAny = true;
          this.room.hear(this.room.connection(name), said);
        }
      }
      for (const [, { writer }] of online) this.hears(writer);
      for (const [, { writer }] of online) if (writer.said.length === 0) writer.saved();
    }
  }

  /** What changed from an update on, told of rows and of what was gathered. */
  changes(first: number): Record<'rows' | 'gathered', ChangedLine[]> {
    const { rows } = this.room;
    return { rows: told(rows, first), gathered: told(gathered(rows, this.moments), first) };
  }
}

function told(log: readonly NumberedWritten[], first: number): ChangedLine[] {
  const start = log.findIndex(({ seq }) => seq >= BigInt(first));
  if (start === -1) return [];
  const { lines } = SESSION_CHANGES.run({ before: log.slice(0, start), own: log.slice(start) });
  return lines.flatMap((line) => ('segments' in line ? [line] : []));
}
