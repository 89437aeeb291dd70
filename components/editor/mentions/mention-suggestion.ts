import { type Editor, Extension } from '@tiptap/core';
import { PluginKey } from '@tiptap/pm/state';
import Suggestion from '@tiptap/suggestion';
import { findTyped, type Open, whereTyped } from '../typed-sign';
import { choicesOf, type MentionChoice, type MentionDoor } from './mention-door';
import classes from './mention-menu.module.css';
import type { MentionMenuState } from './mention-menu-state';

const NAME = 'mentionSuggestion';
/** The at-sign, and, for items alone, what wikis begin a name with. */
const SIGNS = ['@', '[['] as const;
const TYPING_PAUSE_MS = 150;
/** A name or the beginning of a title; what is longer is a sentence with an at-sign in it. */
const QUERY_CHARACTERS_MAX = 60;
/** In front of the at-sign; after a letter it belongs to a mail address. */
const BEFORE = [' ', '\u00a0', '(', '"', "'", '“', '‘', '«', '/', '-', '–', '—', ':'].map((sign) => `\\${sign}`);

/** Puts a mention in place of a range, with a space behind it where nothing follows that would stand apart from it. */
function insertMention(editor: Editor, range: { from: number; to: number }, choice: MentionChoice): void {
  const mention =
    choice.kind === 'person'
      ? { type: 'personMention', attrs: { id: choice.person.id } }
      : { type: 'itemMention', attrs: { id: choice.item.id, card: false } };
  const { doc } = editor.state;
  const end = Math.min(range.to + 1, doc.content.size);
  const isFollowed = /^[\s.,;:!?)\]]/.test(doc.textBetween(range.to, end, '\n', '￼'));
  const content = isFollowed ? [mention] : [mention, { type: 'text', text: ' ' }];
  editor.chain().focus().insertContentAt(range, content).run();
}

type Answer = Promise<MentionChoice[]>;

/**
 * Asks once for what is typed, after a pause. A colleague who writes in front of the sign moves it with every letter: asked
 * anew each time, nothing would ever be answered while they type.
 */
class AskedOnce {
  private last: { query: string; answer: Answer } | null = null;

  /** @param ask answers null where it failed: then it is asked again the next time */
  constructor(private readonly ask: (query: string) => Promise<MentionChoice[] | null>) {}

  about(query: string): Answer {
    if (this.last?.query === query) return this.last.answer;
    const asked = { query, answer: Promise.resolve<MentionChoice[]>([]) };
    this.last = asked;
    asked.answer = new Promise((resolve) => setTimeout(resolve, TYPING_PAUSE_MS)).then(async () => {
      if (this.last !== asked) return [];
      const choices = await this.ask(query);
      if (choices === null && this.last === asked) this.last = null;
      return choices ?? [];
    });
    return asked.answer;
  }

  forget(): void {
    this.last = null;
  }
}

type Options = { door: MentionDoor; menu: MentionMenuState; onChosen: (choice: MentionChoice) => void };

/** The at-sign opens the menu of people and items, two brackets that of items. */
export function mentionSuggestion({ door, menu, onChosen }: Options) {
  const ask = async (sign: string, query: string): Promise<MentionChoice[] | null> => {
    menu.failed = false;
    try {
      const offered = await door.suggest(query.trim());
      door.names.learn({
        people: offered.people,
        items: offered.items,
        outside: offered.people.filter(({ cannotOpen }) => cannotOpen).map(({ id }) => id),
      });
      return choicesOf(sign === '@' ? offered : { ...offered, people: [] });
    } catch {
      menu.failed = true;
      return null;
    }
  };
  return Extension.create({
    name: NAME,
    addProseMirrorPlugins() {
      return SIGNS.map((sign) => {
        const asked = new AskedOnce((query) => ask(sign, query));
        const pluginKey = new PluginKey<Open>(`${NAME} ${sign}`);
        return Suggestion<MentionChoice, MentionChoice>({
          editor: this.editor,
          pluginKey,
          char: sign,
          allowSpaces: true,
          allowedPrefixes: BEFORE,
          decorationClass: classes.query,
          floatingUi: { strategy: 'fixed' },
          allow: ({ state, range }) => {
            const typed = state.doc.textBetween(range.from, range.to, '\n', '\n').slice(sign.length);
            const inCode = this.editor.isActive('codeBlock') || this.editor.isActive('code');
            return !inCode && typed.length <= QUERY_CHARACTERS_MAX && !/^\s|\n/.test(typed);
          },
          shouldShow: whereTyped(pluginKey, sign),
          findSuggestionMatch: findTyped({ key: pluginKey, sign }, this.editor),
          items: ({ query }) => asked.about(query),
          command: ({ editor, range, props }) => {
            insertMention(editor, range, props);
            door.chosen(props);
            onChosen(props);
          },
          render: () => ({
            onStart: menu.show,
            onUpdate: menu.show,
            onExit: () => {
              asked.forget();
              menu.hide();
            },
            onKeyDown: menu.onKeyDown,
          }),
        });
      });
    },
  });
}

/** Types the at-sign, as whoever does not know it finds the menu by a button. */
export function openMentions(editor: Editor): void {
  const { $from, from } = editor.state.selection;
  const before = $from.parent.textBetween(Math.max($from.parentOffset - 1, 0), $from.parentOffset, '\n', '￼');
  const text = before === '' || /\s/.test(before) ? '@' : ' @';
  editor.chain().focus().insertContentAt(from, text).run();
}
