import { type Editor, Extension, type Range } from '@tiptap/core';
import { PluginKey } from '@tiptap/pm/state';
import Suggestion, { exitSuggestion, type SuggestionKeyDownProps } from '@tiptap/suggestion';
import { findTyped, type Open, whereTyped } from '../typed-sign';
import { KeptKey } from './kept-key';
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

/**
 * Puts a mention in place of a range, with a space behind it where nothing follows that would stand apart from it. The
 * caret goes along with what it stands behind.
 */
function insertMention(editor: Editor, range: { from: number; to: number }, choice: MentionChoice): void {
  const mention =
    choice.kind === 'person'
      ? { type: 'personMention', attrs: { id: choice.person.id } }
      : { type: 'itemMention', attrs: { id: choice.item.id, card: false } };
  const { doc } = editor.state;
  const end = Math.min(range.to + 1, doc.content.size);
  const isFollowed = /^[\s.,;:!?)\]]/.test(doc.textBetween(range.to, end, '\n', '￼'));
  const content = isFollowed ? [mention] : [mention, { type: 'text', text: ' ' }];
  editor.chain().insertContentAt(range, content, { updateSelection: false }).run();
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

/** What is offered for what is typed at a sign; null where that could not be asked. */
async function askAt(
  { door, menu }: Pick<Options, 'door' | 'menu'>,
  sign: string,
  query: string,
): Promise<MentionChoice[] | null> {
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
}

/** The at-sign opens the menu of people and items, two brackets that of items. */
export function mentionSuggestion({ door, menu, onChosen }: Options) {
  const ask = (sign: string, query: string) => askAt({ door, menu }, sign, query);
  const put = (editor: Editor, range: Range, choice: MentionChoice) => {
    insertMention(editor, range, choice);
    door.chosen(choice);
    onChosen(choice);
  };
  const early = new KeptKey();
  return Extension.create({
    name: NAME,
    addKeyboardShortcuts: () => ({
      Escape: early.press,
      Backspace: ({ editor }) => early.takeBack(editor.state),
    }),
    addProseMirrorPlugins() {
      const { editor } = this;
      return SIGNS.map((sign) => {
        const asked = new AskedOnce((query) => ask(sign, query));
        const pluginKey = new PluginKey<Open>(`${NAME} ${sign}`);
        /** What is typed is asked about at once, and the menu closes: whatever is typed after the key is no part of it. */
        const keep = ({ view, event, range }: SuggestionKeyDownProps): boolean => {
          const { selection } = view.state;
          if (!selection.empty || selection.from !== range.to) return false;
          const query = view.state.doc.textBetween(range.from + sign.length, range.to);
          const answer = ask(sign, query).then((choices) => choices ?? []);
          early.keep(editor, range, event, answer, (...chosen) => put(editor, ...chosen));
          exitSuggestion(view, pluginKey);
          return true;
        };
        return Suggestion<MentionChoice, MentionChoice>({
          editor,
          pluginKey,
          char: sign,
          allowSpaces: true,
          allowedPrefixes: BEFORE,
          decorationClass: classes.query,
          floatingUi: { strategy: 'fixed' },
          allow: ({ state, range }) => {
            const typed = state.doc.textBetween(range.from, range.to, '\n', '\n').slice(sign.length);
            const inCode = editor.isActive('codeBlock') || editor.isActive('code');
            return !inCode && typed.length <= QUERY_CHARACTERS_MAX && !/^\s|\n/.test(typed);
          },
          shouldShow: whereTyped(pluginKey, sign),
          findSuggestionMatch: findTyped({ key: pluginKey, sign }, editor),
          items: ({ query }) => asked.about(query),
          command: ({ range, props }) => {
            editor.chain().focus().run();
            put(editor, range, props);
          },
          render: () => ({
            onStart: menu.show,
            onUpdate: menu.show,
            onExit: () => {
              asked.forget();
              menu.hide();
            },
            onKeyDown: (props) => (menu.isEarly(props.event) ? keep(props) : menu.onKeyDown(props)),
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
