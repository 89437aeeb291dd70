import { EditorState } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { imageKey } from './image-tools';

const figure = (src: string) => ({ type: 'figure', attrs: { src }, content: [{ type: 'figureCaption' }] });
const line = { type: 'paragraph', content: [{ type: 'text', text: 'One.' }] };

test('ED-T205 each image has a form of its own, also of the same address, wherever it stands', () => {
  const keysOf = (content: readonly object[]) => {
    const state = EditorState.create({ doc: documentSchema().nodeFromJSON({ type: 'doc', content }) });
    const keys: string[] = [];
    state.doc.forEach(({ attrs }, at) => {
      if (attrs.src) keys.push(imageKey(state, at, attrs.src));
    });
    return keys;
  };
  const images = ['/files/a.png', '/files/b.png', '/files/a.png'].map(figure);
  const keys = keysOf(images);
  expect(new Set(keys).size).toBe(3);
  expect(keysOf([line, ...images])).toEqual(keys);
});
