import { type AnyExtension, getExtensionField } from '@tiptap/core';
import type { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MentionsOffered } from '@/server/domains/knowledge/mention.schema';
import { MentionMenuState } from './mentions/mention-menu-state';
import { mentionSuggestion } from './mentions/mention-suggestion';
import { SlashMenu } from './slash/slash-menu';
import { SlashStore } from './slash/slash-store';
import { begin, line, syncBegun, type Typist, Writer } from './writer.testing';

const ZOE = { id: 'zoe', name: 'Zoe' };
const OFFERED = { people: [ZOE], items: [] } as unknown as MentionsOffered;

/** What the menus ask of an editor; what one of them puts in, and in whose place, is told. */
function editorOf(typist: Typist, told: { range: { from: number; to: number } | null }) {
  const chain = {
    focus: () => chain,
    run: () => true,
    insertContentAt: (range: { from: number; to: number }) => {
      told.range = range;
      return chain;
    },
  };
  const view = { composing: false };
  return {
    get state() {
      return typist.state;
    },
    isEditable: true,
    isActive: () => false,
    view,
    chain: () => chain,
  };
}

function pluginsOf(extension: AnyExtension, editor: object, options: object = {}): Plugin[] {
  return getExtensionField<() => Plugin[]>(extension, 'addProseMirrorPlugins', { editor, options } as never)();
}

/** Ana with her menus, Noah in the same text, and what Ana is shown. */
async function opened(words: string) {
  const menu = new MentionMenuState();
  const suggest = vi.fn(async () => OFFERED);
  const door = { names: { learn: () => undefined }, suggest, chosen: () => undefined };
  const slash = new SlashStore(() => ({}) as never);
  const told: { range: { from: number; to: number } | null } = { range: null };
  const begun = begin([line('One.'), line(words)]);
  const ana = new Writer(begun, 1, (typist) => {
    const editor = editorOf(typist, told);
    return [
      ...pluginsOf(mentionSuggestion({ door: door as never, menu, onChosen: () => undefined }), editor),
      ...pluginsOf(SlashMenu, editor, { store: slash }),
    ];
  });
  const noah = new Writer(begun, 2);
  await Promise.all([syncBegun(), vi.advanceTimersByTimeAsync(0)]);
  const tell = () => {
    const [anas, noahs] = [ana.said.splice(0), noah.said.splice(0)];
    if (noahs.length > 0) ana.hear(noahs);
    if (anas.length > 0) noah.hear(anas);
  };
  const key = (name: string) => {
    const event = { key: name, isComposing: false, ctrlKey: false } as KeyboardEvent;
    ana.does((state, dispatch) => {
      const view = { state, dispatch } as EditorView;
      return state.plugins.some((plugin) => plugin.props.handleKeyDown?.call(plugin, view, event));
    });
  };
  return { ana, noah, tell, menu, slash, suggest, told, key };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Where Noah writes: in the line above, at the beginning of Ana's, right in front of her sign. */
const PLACES: Record<string, number> = { above: 5, first: 7, before: 11 };

test.each(Object.keys(PLACES))(
  'ED-T210 the at-menu shows while a colleague types further in front: %s',
  async (where) => {
    const { ana, noah, tell, menu, suggest, told } = await opened('See ');
    ana.type('@zo');
    tell();
    for (let at = 0; at < 40; at += 1) {
      if (at === 0) noah.goTo(PLACES[where] as number);
      noah.type(at % 5 === 4 ? ' ' : 'n');
      tell();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(menu.get()).toMatchObject({ query: 'zo', choices: [{ person: ZOE }], loading: false });
    expect(suggest).toHaveBeenCalledTimes(1);
    ana.type('e');
    noah.type('n');
    tell();
    await vi.advanceTimersByTimeAsync(400);
    expect(menu.get()).toMatchObject({ query: 'zoe', choices: [{ person: ZOE }], loading: false });
    menu.choose(0);
    const { from, to } = told.range ?? { from: 0, to: 0 };
    expect(ana.state.doc.textBetween(from, to)).toBe('@zoe');
  },
);

test.each(Object.keys(PLACES))('ED-T210 so does the slash menu: %s', async (where) => {
  const { ana, noah, tell, slash } = await opened('See ');
  ana.type('/hea');
  tell();
  noah.goTo(PLACES[where] as number);
  for (const letter of 'in front') {
    noah.type(letter);
    tell();
    await vi.advanceTimersByTimeAsync(50);
  }
  ana.type('d');
  expect(slash.get()?.blocks.length).toBeGreaterThan(0);
  ana.type('/');
  expect(slash.get()).toBeNull();
});

test('ED-T213 a menu does not go along to a sign where the caret is put', async () => {
  const { ana, tell, menu, slash } = await opened('and/heading ana@zoe.io /he @zo ');
  const end = ana.state.doc.content.size - 1;
  for (const [typed, shown, places] of [
    ['/', slash, ['and/hea'.length, 'and/heading ana@zoe.io /he'.length]],
    ['@', menu, ['and/heading ana@zo'.length, 'and/heading ana@zoe.io /he @zo'.length]],
  ] as const) {
    for (const place of places) {
      ana.goTo(end);
      ana.type(typed);
      await vi.advanceTimersByTimeAsync(400);
      expect(shown.get()).not.toBeNull();
      ana.goTo(7 + place);
      tell();
      await vi.advanceTimersByTimeAsync(400);
      expect(shown.get()).toBeNull();
      ana.goTo(end + 1);
      ana.does((state, dispatch) => {
        dispatch?.(state.tr.delete(end, end + 1));
        return true;
      });
    }
  }
});

test.each(Object.keys(PLACES))('ED-T211 a menu that was closed stays closed: %s', async (where) => {
  const { ana, noah, tell, menu, slash, key } = await opened('See ');
  for (const [typed, shown] of [
    ['@zo', menu],
    ['/hea', slash],
  ] as const) {
    ana.type(typed);
    tell();
    await vi.advanceTimersByTimeAsync(400);
    expect(shown.get()).not.toBeNull();
    key('Escape');
    expect(shown.get()).toBeNull();
    noah.goTo(PLACES[where] as number);
    for (const letter of 'in front') {
      noah.type(letter);
      tell();
      ana.type('e');
      await vi.advanceTimersByTimeAsync(200);
      expect(shown.get()).toBeNull();
    }
    ana.type(' ');
  }
});
