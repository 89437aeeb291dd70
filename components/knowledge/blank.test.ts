import { describe, expect, it } from 'vitest';
import { isBlank } from './blank';

const doc = (...content: object[]) => ({ type: 'doc', content });

describe('a document is blank', () => {
  it.each([
    ['that holds nothing', doc(), true],
    ['of empty paragraphs and lists', doc({ type: 'paragraph' }, { type: 'bulletList', content: [] }), true],
    ['of an empty heading', doc({ type: 'heading', attrs: { level: 2 } }), true],
    ['but not with one letter', doc({ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }), false],
    ['nor with an image deep in a quote', doc({ type: 'blockquote', content: [{ type: 'image' }] }), false],
    ['nor with a rule', doc({ type: 'horizontalRule' }), false],
  ])('%s', (_, document, blank) => {
    expect(isBlank(document)).toBe(blank);
  });
});
