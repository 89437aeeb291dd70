import { Node as DocumentNode } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { BLOCKS, CALLOUTS, DRAWN, INSERTS, matchingBlocks, offeredGroups } from '../blocks';
import { IN_LINES } from '../line-blocks';
import { slashAt } from './slash-menu';

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

  test.each([
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
  ])('ED-T2 "%s" finds %s first', (typed, name) => {
    expect(names(typed, ALL)[0]).toBe(name);
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
