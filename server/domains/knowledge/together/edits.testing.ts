import {
  chainCommands,
  joinBackward,
  joinForward,
  lift,
  setBlockType,
  splitBlock,
  toggleMark,
  wrapIn,
} from '@tiptap/pm/commands';
import { Fragment, type Node, type NodeType, type Schema } from '@tiptap/pm/model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from '@tiptap/pm/schema-list';
import { type Command, EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, mergeCells } from '@tiptap/pm/tables';
import { documentSchema } from '../document.schema';
import { evenTables } from '../even-tables.rules';
import type { Chance } from './random.testing';

/** Where one document is as long as this, it is rather shortened. */
const DOCUMENT_SIZE_MAX = 6_000;
/** One block is not let grow above this. */
const BLOCK_SIZE_MAX = 6_000;
const WORDS = ['the ', 'spread ', 'widened ', 'at ', 'noon, ', 'é', '漢字', '😀 ', '`', '2 % ', 'a'];
const RANGE_CHARS_MAX = 12;
const WIDE_RANGE_MAX = 90;

/** How often each kind of edit happens. */
const WEIGHTS = {
  type: 44,
  delete: 10,
  deleteAcross: 3,
  mark: 8,
  split: 8,
  join: 6,
  blockType: 4,
  wrap: 3,
  lift: 3,
  list: 3,
  table: 5,
  move: 4,
  paste: 2,
  attribute: 2,
};
export type EditName = keyof typeof WEIGHTS;

const LOW_SURROGATE = /^[\udc00-\udfff]/;
const REFUSALS = ['RangeError', 'ReplaceError', 'TransformError'];
const ADDRESSES = ['https://example.com/a', '/library/keys-1', 'mailto:a@b.co'];

/** A place inside a text. @returns null where there is none */
function placeIn(doc: Node, chance: Chance): number | null {
  if (doc.content.size === 0) return null;
  const $at = doc.resolve(chance.below(doc.content.size + 1));
  const near = TextSelection.near($at);
  if (!(near instanceof TextSelection)) return null;
  const { parent, pos, parentOffset } = near.$from;
  return wholeCharacter(doc, pos - parentOffset + chance.below(parent.content.size + 1));
}

/** Before the character that a place is in the middle of: no caret stands there. */
function wholeCharacter(doc: Node, at: number): number {
  const after = doc.textBetween(at, Math.min(at + 1, doc.resolve(at).end()));
  return LOW_SURROGATE.test(after) ? at - 1 : at;
}

/** The document with the caret somewhere, or with some text of one block chosen. */
function stateOf(doc: Node, chance: Chance, chars = 0): EditorState | null {
  const at = placeIn(doc, chance);
  if (at === null) return null;
  const end = wholeCharacter(doc, Math.min(at + chars, doc.resolve(at).end()));
  return EditorState.create({ doc, selection: TextSelection.create(doc, at, end) });
}

type Maker = (doc: Node, chance: Chance) => Transaction | null;

/** The transaction that a command makes. */
function made(state: EditorState | null, command: Command): Transaction | null {
  let transaction: Transaction | null = null;
  if (state) {
    command(state, (tr) => {
      transaction = tr;
    });
  }
  return transaction;
}

function markOf(schema: Schema, chance: Chance): Command {
  const name = chance.of([
    'bold',
    'italic',
    'strike',
    'code',
    'link',
    'underline',
    'subscript',
    'superscript',
  ] as const);
  const type = schema.marks[name];
  if (!type) throw new Error(`The schema has no ${name}.`);
  return toggleMark(type, name === 'link' ? { href: chance.of(ADDRESSES) } : null);
}

function nodeType(schema: Schema, name: string): NodeType {
  const type = schema.nodes[name];
  if (!type) throw new Error(`The schema has no ${name}.`);
  return type;
}

function blockTypeOf(schema: Schema, chance: Chance): Command {
  const name = chance.of(['paragraph', 'paragraph', 'heading', 'codeBlock']);
  return setBlockType(nodeType(schema, name), name === 'heading' ? { level: 1 + chance.below(3) } : null);
}

function listCommand(schema: Schema, chance: Chance): Command {
  const kind = chance.of(['bulletList', 'orderedList', 'taskList']);
  const items = [nodeType(schema, 'listItem'), nodeType(schema, 'taskItem')];
  return chance.of([
    wrapInList(nodeType(schema, kind)),
    wrapInList(nodeType(schema, kind)),
    chainCommands(...items.map((item) => splitListItem(item))),
    chainCommands(...items.map((item) => sinkListItem(item))),
    chainCommands(...items.map((item) => liftListItem(item))),
  ]);
}

function tableNode(schema: Schema, chance: Chance): Node {
  const columns = 1 + chance.below(3);
  const cell = (name: string) => nodeType(schema, name).createAndFill();
  const rows = Array.from({ length: 1 + chance.below(3) }, (_, row) => {
    const name = row === 0 ? 'tableHeader' : 'tableCell';
    const cells = Array.from({ length: columns }, () => cell(name)).filter((one) => one !== null);
    return nodeType(schema, 'tableRow').create(null, cells);
  });
  return nodeType(schema, 'table').create(null, rows);
}

/** The boundaries between the document's own blocks. */
function boundaries(doc: Node): number[] {
  const places: number[] = [0];
  for (const { nodeSize } of doc.children) places.push((places.at(-1) ?? 0) + nodeSize);
  return places;
}

function insertBlocks(doc: Node, chance: Chance, blocks: Fragment): Transaction {
  return EditorState.create({ doc }).tr.insert(chance.of(boundaries(doc)), blocks);
}

function tableEdit(doc: Node, chance: Chance): Transaction | null {
  const cells: number[] = [];
  doc.descendants((node, pos) => {
    if (node.type.spec.tableRole === 'cell' || node.type.spec.tableRole === 'header_cell') cells.push(pos);
  });
  if (cells.length === 0 || chance.below(6) === 0) {
    return insertBlocks(doc, chance, Fragment.from(tableNode(doc.type.schema, chance)));
  }
  const selection = TextSelection.near(doc.resolve(chance.of(cells) + 1));
  const command = chance.of([
    addRowAfter,
    addRowAfter,
    addColumnAfter,
    deleteRow,
    deleteColumn,
    mergeCells,
    deleteTable,
  ]);
  return made(EditorState.create({ doc, selection }), command);
}

/** Takes a block and puts it elsewhere, in one step, as dragging by its handle does. */
function moveBlock(doc: Node, chance: Chance): Transaction | null {
  const places = boundaries(doc);
  const index = chance.below(places.length - 1);
  const [from, to] = [places[index], places[index + 1]];
  const block = doc.maybeChild(index);
  const targets = places.filter((place) => from !== undefined && to !== undefined && (place < from || place > to));
  if (!block || from === undefined || to === undefined || targets.length === 0) return null;
  const tr = EditorState.create({ doc }).tr;
  const target = chance.of(targets);
  return tr.delete(from, to).insert(tr.mapping.map(target), block);
}

function attributeEdit(doc: Node, chance: Chance): Transaction | null {
  const found: [number, string, unknown][] = [];
  doc.descendants((node, pos) => {
    if (node.type.name === 'taskItem') found.push([pos, 'checked', !node.attrs.checked]);
    if (node.type.name === 'heading') found.push([pos, 'level', 1 + chance.below(6)]);
    if (node.type.name === 'codeBlock') found.push([pos, 'language', chance.of(['js', 'sql', null])]);
  });
  if (found.length === 0) return null;
  const [pos, name, value] = chance.of(found);
  return EditorState.create({ doc }).tr.setNodeAttribute(pos, name, value);
}

function deleteAcross(doc: Node, chance: Chance): Transaction | null {
  const at = placeIn(doc, chance);
  if (at === null) return null;
  const $end = doc.resolve(Math.min(doc.content.size, at + chance.below(WIDE_RANGE_MAX)));
  const end = wholeCharacter(doc, TextSelection.near($end, -1).to);
  return end > at ? EditorState.create({ doc }).tr.deleteRange(at, end) : null;
}

function deleteLarge(doc: Node): Transaction | null {
  const places = boundaries(doc);
  const at = doc.children.findIndex(({ nodeSize }) => nodeSize > BLOCK_SIZE_MAX);
  return EditorState.create({ doc }).tr.delete(places[at] as number, places[at + 1] as number);
}

const MAKERS: Record<Exclude<EditName, 'paste'>, Maker> = {
  type: (doc, chance) => stateOf(doc, chance)?.tr.insertText(chance.of(WORDS)) ?? null,
  delete: (doc, chance) => stateOf(doc, chance, 1 + chance.below(RANGE_CHARS_MAX))?.tr.deleteSelection() ?? null,
  deleteAcross,
  mark: (doc, chance) => made(stateOf(doc, chance, 1 + chance.below(RANGE_CHARS_MAX)), markOf(doc.type.schema, chance)),
  split: (doc, chance) => made(stateOf(doc, chance), splitBlock),
  join: (doc, chance) => {
    const at = placeIn(doc, chance);
    if (at === null) return null;
    const backward = chance.below(2) === 0;
    const $at = doc.resolve(at);
    const selection = TextSelection.create(doc, backward ? $at.start() : $at.end());
    return made(EditorState.create({ doc, selection }), backward ? joinBackward : joinForward);
  },
  blockType: (doc, chance) => made(stateOf(doc, chance), blockTypeOf(doc.type.schema, chance)),
  wrap: (doc, chance) =>
    made(stateOf(doc, chance), wrapIn(nodeType(doc.type.schema, chance.of(['blockquote', 'callout'])))),
  lift: (doc, chance) => made(stateOf(doc, chance), lift),
  list: (doc, chance) => made(stateOf(doc, chance), listCommand(doc.type.schema, chance)),
  table: tableEdit,
  move: moveBlock,
  attribute: attributeEdit,
};

function makerFor(doc: Node, chance: Chance, pasted: readonly Node[]): Maker {
  const name = chance.weighted(WEIGHTS);
  const shorten = doc.content.size > DOCUMENT_SIZE_MAX && chance.below(2) === 0;
  if (doc.children.some(({ nodeSize }) => nodeSize > BLOCK_SIZE_MAX)) return deleteLarge;
  if (name === 'paste') return () => insertBlocks(doc, chance, Fragment.from(chance.of(pasted).firstChild));
  return MAKERS[shorten ? 'deleteAcross' : name];
}

/**
 * One edit of a document, made as the editor makes it: by ProseMirror's own commands, tables put in order afterwards.
 * @param pasted documents of the schema, of which pieces are pasted
 * @returns the document after it; null when nothing could be done at that place
 */
export function editAtRandom(doc: Node, chance: Chance, pasted: readonly Node[]): Node | null {
  const make = makerFor(doc, chance, pasted);
  try {
    const transaction = make(doc, chance);
    if (!transaction?.docChanged) return null;
    const after = evenTables(transaction.doc).doc;
    after.check();
    return after;
  } catch (error) {
    // What ProseMirror itself refuses at that place, for instance in a table that others have just changed.
    if (error instanceof Error && REFUSALS.includes(error.name)) return null;
    throw error;
  }
}

/** A document with one empty paragraph, as the editor shows one without any. */
export function filled(doc: Node): Node {
  return doc.childCount > 0
    ? doc
    : documentSchema().topNodeType.create(null, nodeType(documentSchema(), 'paragraph').create());
}
