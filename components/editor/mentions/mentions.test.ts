import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ownPlace } from '@/components/knowledge/mentions/own-place';
import type { ItemNamed } from '@/server/domains/knowledge/mention.schema';
import type { AskNames, MentionChoice } from './mention-door';
import { MentionMenuState } from './mention-menu-state';
import { MentionNames } from './mention-names';

const person = (id: string) => ({ id, name: `Name of ${id}`, left: false });
const item = (id: string): ItemNamed => ({
  id,
  title: `Title of ${id}`,
  contentType: 'procedures',
  status: 'draft',
  summary: '',
  author: person('ana'),
});

describe('names in a text that is written', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Answers for everybody but `nobody`, and counts the questions. */
  function asker() {
    const asked: Parameters<AskNames>[0][] = [];
    const names = new MentionNames(async (ids) => {
      asked.push(ids);
      if (ids.personIds.includes('offline')) throw new Error('no connection');
      const known = ids.personIds.filter((id) => id !== 'nobody');
      return { people: known.map(person), items: ids.itemIds.map(item), outside: known.filter((id) => id === 'noah') };
    });
    return { names, asked };
  }

  test('KN-G14: whatever is new is asked for in one question, and nothing twice', async () => {
    const { names, asked } = asker();
    for (const id of ['ana', 'noah', 'nobody', 'ana']) names.want('person', id);
    names.want('item', 'keys');
    expect(names.person('ana')).toBeUndefined();
    await vi.runAllTimersAsync();
    expect(asked).toEqual([{ personIds: ['ana', 'noah', 'nobody'], itemIds: ['keys'] }]);
    expect([names.person('ana')?.name, names.person('nobody'), names.item('keys')?.title]).toEqual([
      'Name of ana',
      null,
      'Title of keys',
    ]);
    expect([names.isOutside('ana'), names.isOutside('noah')]).toEqual([false, true]);
    names.want('person', 'nobody');
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(1);
    names.refresh();
    await vi.runAllTimersAsync();
    expect(asked[1]).toEqual(asked[0]);
  });

  test('KN-G14: many are asked for in as many questions as addresses have room for', async () => {
    const { names, asked } = asker();
    for (let n = 0; n < 200; n += 1) names.want('item', `i${n}`);
    await vi.runAllTimersAsync();
    expect(asked.map(({ itemIds }) => itemIds.length)).toEqual([80, 80, 40]);
  });

  test('KN-D22 whoever is asked for is waited for, whatever is heard of others meanwhile', async () => {
    const { names } = asker();
    const found = names.find('person', 'noah');
    names.learn({ people: [person('ana')] });
    await vi.runAllTimersAsync();
    expect((await found) as object).toEqual(person('noah'));
  });

  test('KN-G14: without a connection nobody is said to be unknown, and whoever waits is not kept', async () => {
    const { names } = asker();
    const found = names.find('person', 'offline');
    await vi.runAllTimersAsync();
    expect(await found).toBeNull();
    expect(names.person('offline')).toBeUndefined();
  });
});

describe('the menu at the caret', () => {
  const choices: MentionChoice[] = ['keys', 'locks'].map((id) => ({ kind: 'item', item: item(id) }));

  /** A menu, what it was told to choose, and a way to press a key. */
  function menu() {
    const state = new MentionMenuState();
    const chosen: MentionChoice[] = [];
    const show = (query: string, items: MentionChoice[], loading = false) =>
      state.show({
        query,
        items,
        loading,
        command: (one: MentionChoice) => chosen.push(one),
      } as unknown as SuggestionProps<MentionChoice, MentionChoice>);
    const press = (key: string) =>
      state.onKeyDown({ event: { key, isComposing: false } } as unknown as SuggestionKeyDownProps);
    return { state, chosen, show, press };
  }

  test('KN-G15: the arrows go round, Enter and Tab choose, other keys are typed', () => {
    const { state, chosen, show, press } = menu();
    show('', choices);
    expect([press('ArrowUp'), state.get()?.active]).toEqual([true, 1]);
    expect([press('ArrowDown'), state.get()?.active]).toEqual([true, 0]);
    expect([press('a'), press('Tab'), press('Enter')]).toEqual([false, true, true]);
    expect(chosen).toEqual([choices[0], choices[0]]);
  });

  test('ED-T233 Enter and Tab are early while what was typed is not answered, whatever was offered before', () => {
    const { state, show } = menu();
    const early = (key: string, more = {}) =>
      state.isEarly({ key, isComposing: false, shiftKey: false, ...more } as KeyboardEvent);
    expect(early('Enter')).toBe(false);
    show('k', choices);
    expect(early('Enter')).toBe(false);
    show('locks of', [], true);
    expect(['Enter', 'Tab', 'a', 'ArrowDown'].map((key) => early(key))).toEqual([true, true, false, false]);
    expect([early('Enter', { shiftKey: true }), early('Enter', { isComposing: true })]).toEqual([false, false]);
    show('noon and later', [], true);
    expect(early('Enter')).toBe(false);
  });

  test('ED-T122 of another answer the first is chosen, unless one has walked to one that is offered again', () => {
    const { state, show, press } = menu();
    const [keys, locks] = choices as [MentionChoice, MentionChoice];
    const chosen = () => state.get()?.choices[state.get()?.active ?? -1];
    show('', [keys, locks]);
    show('o', [], true);
    show('o', [locks, keys]);
    expect(chosen()).toBe(locks);
    press('ArrowDown');
    show('of', [], true);
    show('of', [locks, keys]);
    expect(chosen()).toBe(keys);
    show('lo', [locks]);
    expect(chosen()).toBe(locks);
  });

  test('KN-G15: where nothing answers, Enter is a line of the text', () => {
    const { show, press } = menu();
    show('noon and later', [], true);
    expect(press('Enter')).toBe(false);
    show('noon', []);
    expect(press('Enter')).toBe(false);
  });
});

test.each([
  ['/library/rotate-the-keys-abc1', { href: '/library/rotate-the-keys-abc1', kind: 'item', id: 'abc1', isWhole: true }],
  [' https://k.example/people/ana-abc2 ', { href: '/people/ana-abc2', kind: 'person', id: 'abc2', isWhole: true }],
  ['/library/abc1#part', { href: '/library/abc1#part', kind: 'item', id: 'abc1', isWhole: false }],
  ['https://k.example.evil/library/abc1', null],
  ['//evil.example/library/abc1', null],
  ['/library', null],
  ['/library/abc1/edit', null],
  ['see /library/abc1', null],
])('KN-G16: the place of ours that %j is the address of', (address, place) => {
  expect(ownPlace(address, 'https://k.example')).toEqual(place);
});
