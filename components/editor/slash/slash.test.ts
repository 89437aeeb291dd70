import type { MiddlewareState } from '@floating-ui/dom';
import { Node as DocumentNode } from '@tiptap/pm/model';
import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion';
import { describe, expect, test, vi } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { BLOCKS, CALLOUTS, DRAWN, INSERTS, matchingBlocks, offeredGroups } from '../blocks';
import { IN_LINES } from '../line-blocks';
import { heightOfList, onRoomierSide } from './room-of-list';
import { slashAt } from './slash-menu';
import { SlashStore } from './slash-store';

const asked = (text: string): string | null => {
  const content = text === '' ? [] : [{ type: 'text', text }];
  const doc = DocumentNode.fromJSON(documentSchema(), { type: 'doc', content: [{ type: 'paragraph', content }] });
  return slashAt(doc.resolve(doc.content.size - 1))?.query ?? null;
};
const nothing = () => undefined;
const ALL = { chooseImage: nothing, chooseFile: nothing, editLink: nothing, mayMention: true };
const names = (typed: string, acts = {}): string[] => matchingBlocks(acts, typed).map(({ name }) => name);

describe('the slash menu', () => {
  test.each([
    ['/', ''],
    ['/h2', 'h2'],
    ['see /', ''],
    ['see /num list', 'num list'],
    ['/usr/bin', null],
    ['and/or', null],
    ['either / or', null],
    ['no slash', null],
    [`/${'long '.repeat(9)}`, null],
  ])('ED-T1 "%s" asks for %j', (text, query) => {
    expect(asked(text)).toBe(query);
  });

  test.each<readonly [string, string]>([
    ['todo', 'taskList'],
    ['h2', 'heading-2'],
    ['code', 'codeBlock'],
    ['picture', 'image'],
    ['attachment', 'file'],
    ['hr', 'horizontalRule'],
    ['toggle', 'details'],
    ['warn', 'callout-warning'],
    ['ul', 'bulletList'],
    ['link', 'link'],
    ['url', 'link'],
    ...[
      ['details', 'details summary toggle accordion collapse expand spoiler'],
      ['heading-1', 'toc outline contents h1 title #'],
      ['horizontalRule', 'line rule divider separator hr ---'],
      ['taskList', 'to-do checkbox checklist []'],
      ['bulletList', 'ul unordered points -'],
      ['orderedList', 'ol numbering 1.'],
      ['codeBlock', 'pre snippet preformatted ```'],
      ['image', 'img photo image figure'],
      ['blockquote', 'quote blockquote citation >'],
      ['callout-note', 'callout info note admonition alert'],
      ['callout-warning', 'warning attention'],
      ['callout-caution', 'caution danger error'],
      ['table', 'table grid spreadsheet'],
      ['blockMath', 'math latex equation katex $$'],
      ['inlineMath', 'inline'],
      ['diagram', 'mermaid diagram flowchart'],
      ['mention', 'mention person colleague @'],
      ['link', 'href hyperlink'],
    ].flatMap(([name = '', words = '']) => words.split(' ').map((typed) => [typed, name] as const)),
  ])('ED-T2 "%s" finds %s first', (typed, name) => {
    expect(names(typed, ALL)[0]).toBe(name);
  });

  test('ED-T120 the first is chosen, unless one has walked to another that still answers', () => {
    const store = new SlashStore(() => ALL);
    const type = (query: string) => store.update({ query, mount: nothing } as unknown as SuggestionProps);
    const press = (key: string) =>
      store.onKeyDown({ event: { key, isComposing: false } } as unknown as SuggestionKeyDownProps);
    const chosen = () => store.get()?.blocks[store.get()?.chosen ?? -1]?.name;
    const read = ['', 'c', 'ca', 'cal', 'callout'].map((query) => {
      type(query);
      return chosen();
    });
    expect(read).toEqual(['paragraph', 'codeBlock', 'callout-caution', 'callout-note', 'callout-note']);
    expect(press('ArrowDown')).toBe(true);
    type('callou');
    expect(chosen()).toBe('callout-tip');
    type('tab');
    expect(chosen()).toBe('table');
    type('ta');
    expect(chosen()).toBe(store.get()?.blocks[0]?.name);
  });

  test.each([
    [396, 23, 4 + 11.5 * 34],
    [381, 23, 4 + 10.5 * 34],
    [1_000, 23, 4 + 23 * 34],
    [20, 23, 4 + 2.5 * 34],
    [400, 2, 4 + 2 * 34],
  ])(
    'ED-T121 in %i px %i rows are as high as %i px: all of them, or cut in the middle of one',
    (room, count, height) => {
      expect(heightOfList(room, 34, count, 4)).toBe(height);
    },
  );

  test.each([
    ['at the head of the window', 150, 'bottom-start'],
    ['in the middle', 500, 'bottom-start'],
    ['at the foot', 700, 'top-start'],
  ])('ED-T130 it stands below the line, or where there is little room, above it: %s', async (_where, top, wanted) => {
    vi.stubGlobal('window', { matchMedia: () => ({ matches: false }), visualViewport: { height: 900, offsetTop: 0 } });
    const reference = { getBoundingClientRect: () => ({ top, bottom: top + 20 }) };
    for (const placement of ['bottom-start', 'top-start']) {
      const state = { placement, elements: { reference } } as unknown as MiddlewareState;
      expect(await onRoomierSide().fn(state)).toEqual(placement === wanted ? {} : { reset: { placement: wanted } });
    }
    vi.unstubAllGlobals();
  });

  test('ED-T3 one list: everything that can be inserted is in the slash menu, images, files and mentions only where they can be added', () => {
    const all = [...BLOCKS, ...INSERTS, ...DRAWN, ...IN_LINES, ...CALLOUTS].map(({ name }) => name);
    expect(names('', ALL)).toEqual(all);
    expect(names('')).toEqual(all.filter((name) => !['image', 'file', 'mention', 'link'].includes(name)));
    const inMenu = offeredGroups({}).flatMap(({ blocks }) => blocks);
    expect(inMenu.map(({ name }) => name)).toEqual(names(''));
    expect(names('zzz')).toEqual([]);
  });
});
