import { createMappablePosition, getUpdatedPosition, type MappablePosition } from '@tiptap/core';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import '@/components/knowledge/labels';
import { errorMessage } from '@/components/ui/error-labels';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { toMarkdown } from '@/server/domains/knowledge/markdown/to-markdown';
import { FILE_BYTES_MAX } from '@/server/platform/storage/limits.schema';
import { insertFiles, insertImages, putLink } from './files';
import { WORDS } from './labels';

const PAPER = { src: '/files/1/paper.pdf', name: 'paper.pdf' };
const LINK = '[paper.pdf](/files/1/paper.pdf)';
const paragraph = (text: string, marks: object[] = []) => ({
  type: 'paragraph',
  content: text === '' ? [] : [{ type: 'text', text, marks }],
});

/** The page with the link in it, as Markdown. @param at counted as ProseMirror does */
function put(block: object, at: number): string {
  const doc = documentSchema().nodeFromJSON({ type: 'doc', content: [block] });
  const state = EditorState.create({ schema: documentSchema(), doc });
  const after = state.apply(putLink(state, at, PAPER)?.tr ?? state.tr).doc;
  after.check();
  return toMarkdown(after.toJSON()).trimEnd();
}

describe('a file that is no image', () => {
  test.each<[string, object, number, string]>([
    ['an empty line', paragraph(''), 1, LINK],
    ['the end of a word', paragraph('See'), 4, `See ${LINK}`],
    ['a gap', paragraph('See this'), 5, `See ${LINK} this`],
    ['the end of a sentence', paragraph('See .'), 5, `See ${LINK}.`],
    [
      'code, below it',
      { type: 'codeBlock', content: [{ type: 'text', text: 'a' }] },
      1,
      `\`\`\`\na\n\`\`\`\n\n${LINK}`,
    ],
    ['code in a line, below it', paragraph('ab', [{ type: 'code' }]), 2, `\`ab\`\n\n${LINK}`],
    ['between blocks', { type: 'horizontalRule' }, 1, `___\n\n${LINK}`],
  ])('ED-P65 is a link of its name, put at %s', (_what, block, at, markdown) => {
    expect(put(block, at)).toBe(markdown);
  });
});

const file = (name: string, type = '') => new File(['x'], name, { type });
const image = (name: string) => file(name, 'image/png');
const large = (name: string) => Object.defineProperty(image(name), 'size', { value: FILE_BYTES_MAX + 1 });

type Heard = (event: { transaction: Transaction }) => void;

/** An editor without a page, and uploads that answer at once. @param meanwhile is done while each is under way */
function door(blocks: object[], at: { anchor: number; head?: number }, meanwhile: (editor: Editor) => void = () => {}) {
  const uploaded: string[] = [];
  const refused: unknown[] = [];
  const heard = new Set<Heard>();
  const doc = documentSchema().nodeFromJSON({ type: 'doc', content: blocks });
  let state = EditorState.create({ doc, selection: TextSelection.create(doc, at.anchor, at.head) });
  const view = {
    get state() {
      return state;
    },
    dispatch: (transaction: Transaction) => {
      state = state.apply(transaction);
      for (const hear of heard) hear({ transaction });
    },
  };
  const editor = {
    isDestroyed: false,
    isEditable: true,
    view,
    get state() {
      return state;
    },
    on: (_event: string, hear: Heard) => heard.add(hear),
    off: (_event: string, hear: Heard) => heard.delete(hear),
    utils: {
      createMappablePosition,
      getUpdatedPosition: (place: MappablePosition, tr: Transaction) => getUpdatedPosition(place, tr),
    },
  } as unknown as Editor;
  const upload = async ({ name }: File) => {
    uploaded.push(name);
    meanwhile(editor);
    return { src: `/files/${name}`, name };
  };
  const uploads = { upload, onCount: () => undefined, onError: (error: unknown) => refused.push(error) };
  /** What stands in the page, an image and a link by the address of its file. */
  const page = () => {
    state.doc.check();
    return state.doc.children.map((node) => {
      if (node.type.name === 'figure') return `image ${String(node.attrs.src).slice('/files/'.length)}`;
      return node.textContent;
    });
  };
  return { editor, uploads, uploaded, refused, heard, page };
}

const CHOSEN = [file('a.pdf'), image('b.png'), file('c.pdf'), file('d.pdf'), image('e.png'), image('f.png')];

describe('files chosen together', () => {
  test.each<[string, object[], number, string[]]>([
    [
      'in a line',
      [paragraph('See this'), paragraph('End')],
      4,
      ['See a.pdf this', 'image b.png', 'c.pdf d.pdf', 'image e.png', 'image f.png', 'End'],
    ],
    [
      'in an empty line',
      [paragraph(''), paragraph('End')],
      1,
      ['a.pdf', 'image b.png', 'c.pdf d.pdf', 'image e.png', 'image f.png', '', 'End'],
    ],
    ['at the end', [paragraph('')], 1, ['a.pdf', 'image b.png', 'c.pdf d.pdf', 'image e.png', 'image f.png', '']],
  ])('ED-P90 stand in the order in which they were chosen, %s', async (_where, blocks, anchor, expected) => {
    const { editor, uploads, page, heard } = door(blocks, { anchor });
    await insertFiles(editor, CHOSEN, uploads);
    expect(page()).toEqual(expected);
    expect(heard.size).toBe(0);
  });

  test('ED-P91 stand at one place, wherever the caret goes and whatever is written meanwhile', async () => {
    const blocks = [paragraph('One'), paragraph('Two'), paragraph('End')];
    const { editor, uploads, page } = door(blocks, { anchor: 9 }, ({ view }) => {
      const tr = view.state.tr.insertText('+', 1);
      view.dispatch(tr.setSelection(TextSelection.create(tr.doc, 2)));
    });
    await insertFiles(editor, [image('b.png'), file('a.pdf'), image('c.png')], uploads);
    expect(page()).toEqual(['+++One', 'Two', 'image b.png', 'a.pdf', 'image c.png', 'End']);
  });

  test('ED-P92 images alone stand in their order too', async () => {
    const { editor, uploads, page } = door([paragraph('One'), paragraph('End')], { anchor: 4 });
    await insertImages(editor, [image('a.png'), image('b.png'), image('c.png')], uploads);
    expect(page()).toEqual(['One', 'image a.png', 'image b.png', 'image c.png', '', 'End']);
  });

  test.each<[string, object[], number, string[]]>([
    [
      'at the end of a line',
      [paragraph('One'), paragraph('End')],
      4,
      ['One', 'image a.png', 'image b.png', '+', 'End'],
    ],
    ['at the end of the page', [paragraph('One')], 4, ['One', 'image a.png', 'image b.png', '+']],
    ['above an empty line', [paragraph('One'), paragraph('')], 4, ['One', 'image a.png', 'image b.png', '+']],
    ['in an empty line', [paragraph(''), paragraph('End')], 1, ['image a.png', 'image b.png', '+', 'End']],
    ['within a line', [paragraph('One'), paragraph('End')], 3, ['On+e', 'image a.png', 'image b.png', 'End']],
  ])('ED-P100 whoever put images %s writes on below them', async (_where, blocks, anchor, expected) => {
    const { editor, uploads, page } = door(blocks, { anchor });
    await insertImages(editor, [image('a.png'), image('b.png')], uploads);
    editor.view.dispatch(editor.state.tr.insertText('+'));
    expect(page()).toEqual(expected);
  });

  test('ED-P101 whoever has written on meanwhile, or gone elsewhere, stays there; a colleague moves nobody', async () => {
    const lines = [paragraph('One'), paragraph('Two')];
    const written = door(lines, { anchor: 4 }, ({ view }) => view.dispatch(view.state.tr.insertText('+')));
    await insertImages(written.editor, [image('a.png')], written.uploads);
    written.editor.view.dispatch(written.editor.state.tr.insertText('+'));
    expect(written.page()).toEqual(['One++', 'image a.png', 'Two']);
    const gone = door(lines, { anchor: 4 }, ({ view: { state, dispatch } }) =>
      dispatch(state.tr.setSelection(TextSelection.create(state.doc, 9))),
    );
    await insertImages(gone.editor, [image('a.png')], gone.uploads);
    gone.editor.view.dispatch(gone.editor.state.tr.insertText('+'));
    expect(gone.page()).toEqual(['One', 'image a.png', 'Two+']);
    const told = door(lines, { anchor: 4 }, ({ view }) =>
      view.dispatch(view.state.tr.insertText('His ', 1).setMeta(ySyncPluginKey, { isChangeOrigin: true })),
    );
    await insertImages(told.editor, [image('a.png')], told.uploads);
    told.editor.view.dispatch(told.editor.state.tr.insertText('+'));
    expect(told.page()).toEqual(['His One', 'image a.png', '+', 'Two']);
  });

  test.each([
    ['CO-E14 a file that is no image', file('b.pdf', 'application/pdf'), 'cannot be shown in a page'],
    ['CO-E18 an image that no page shows', file('a.svg', 'image/svg+xml'), 'PNG, JPEG, GIF, WebP and AVIF'],
    ['ED-P41 an image larger than what is kept', large('large.png'), 'too large'],
  ])('%s is refused in words and not uploaded; what comes beside it is', async (_what, one, words) => {
    const { editor, uploads, uploaded, refused, page } = door([paragraph('')], { anchor: 1 });
    await insertImages(editor, [one, image('b.png')], uploads);
    expect(refused.map(errorMessage)).toEqual([expect.stringContaining(words)]);
    expect(uploaded).toEqual(['b.png']);
    expect(page()).toEqual(['image b.png', '']);
  });

  test('ED-P102 whoever’s text is locked while a file is on its way is told so, and no more is uploaded; who has left is not', async () => {
    const lock = (editor: Editor) => Object.assign(editor, { isEditable: false });
    const told = door([paragraph('')], { anchor: 1 }, lock);
    await insertImages(told.editor, [image('a.png'), image('b.png')], told.uploads);
    expect(told.refused.map(errorMessage)).toEqual([expect.stringMatching(/locked while “a\.png”.*not in the text/)]);
    expect(told.uploaded).toEqual(['a.png']);
    expect(told.page()).toEqual(['']);
    const left = door([paragraph('')], { anchor: 1 }, (editor) => Object.assign(lock(editor), { isDestroyed: true }));
    await insertImages(left.editor, [image('a.png'), image('b.png')], left.uploads);
    expect(left.refused).toEqual([]);
    expect(left.uploaded).toEqual(['a.png']);
  });

  test('ED-P113 what is refused is told with the name of its file, however long, and with what it may be', async () => {
    const told: string[] = [];
    const { editor, uploads } = door([paragraph('')], { anchor: 1 });
    const onError = (error: unknown, name = '') => told.push(WORDS.notAdded(name, errorMessage(error)));
    await insertFiles(editor, [large('tape.iso'), large(`${'x'.repeat(200)}-of-may.iso`)], { ...uploads, onError });
    expect(told[0]).toBe('“tape.iso”: This file is too large: one may have 50 MB.');
    expect(told[1]).toMatch(/^“x{40}…x+-of-may\.iso”: /);
  });

  const full = 'x'.repeat(MARKDOWN_CHARACTERS_MAX - 10);
  test.each<[string, typeof insertFiles, File]>([
    ['ED-P42 an image', insertImages, image('a.png')],
    ['ED-P93 any other file', insertFiles, file('a.pdf')],
  ])('%s that has no room in the page is not uploaded, whatever is selected', async (_what, insert, one) => {
    for (const head of [1, full.length]) {
      const { editor, uploads, uploaded, page } = door([paragraph(full)], { anchor: 1, head });
      await insert(editor, [one], uploads);
      expect(uploaded).toEqual([]);
      expect(page()).toEqual([full]);
    }
  });
});
