import { IconFileText, IconLock } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { type MouseEvent, type ReactNode, useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { CONTENT_TYPE_LABELS } from '@/components/knowledge/labels';
import { MENTION_WORDS } from '@/components/knowledge/mentions/labels';
import { useChosenInSight, whenMoved } from '@/components/ui/list-step';
import { PersonAvatar } from '@/components/ui/person';
import { ICON } from '@/components/ui/theme';
import { idOf, type MentionChoice } from './mention-door';
import classes from './mention-menu.module.css';
import type { MentionMenuState, MentionMenu as Menu } from './mention-menu-state';

/** What is left free beside the menu in a narrow window. */
const MARGIN_PX = 8;

const GROUPS = [
  { kind: 'person', label: MENTION_WORDS.people },
  { kind: 'item', label: MENTION_WORDS.items },
] as const;

/** Tells whoever does not see the menu which option is chosen: the text keeps the focus. */
function useActiveOption(editor: Editor, listId: string, menu: Menu | null, optionId: string | null): void {
  const isOpen = menu !== null;
  useEffect(() => {
    const { dom } = editor.view;
    const set = (name: string, value: string | null) =>
      value === null ? dom.removeAttribute(name) : dom.setAttribute(name, value);
    set('aria-autocomplete', isOpen ? 'list' : null);
    set('aria-controls', isOpen ? listId : null);
    set('aria-activedescendant', optionId);
    return () => {
      for (const name of ['aria-autocomplete', 'aria-controls', 'aria-activedescendant']) dom.removeAttribute(name);
    };
  }, [editor, isOpen, listId, optionId]);
}

/** What the at-sign offers: people and items, walked by the arrows while the text keeps the focus. */
export function MentionMenu({ editor, state }: { editor: Editor; state: MentionMenuState }) {
  const menu = useSyncExternalStore(state.subscribe, state.get, () => null);
  const id = useId();
  const listId = `${id}-list`;
  // A sentence that happens to have an at-sign in it is not talked into.
  const isIdle = menu === null || (menu.choices.length === 0 && /\s/.test(menu.query));
  const shown = isIdle ? null : menu;
  const active = shown?.choices[shown.active];
  const optionId = (choice: MentionChoice) => `${id}-${idOf(choice)}`;
  const activeId = active ? optionId(active) : null;
  const list = useRef<HTMLDivElement>(null);
  useActiveOption(editor, listId, shown, activeId);
  useChosenInSight(list, activeId);
  if (shown === null) return null;
  return (
    <Floating mount={shown.mount}>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={MENTION_WORDS.menu}
        aria-busy={shown.loading}
        className={classes.list}
        hidden={!active}
      >
        {GROUPS.map(({ kind, label }) => (
          <Group
            key={kind}
            label={label}
            headId={`${id}-${kind}`}
            isEmpty={!shown.choices.some((one) => one.kind === kind)}
          >
            {shown.choices.map((choice, index) =>
              choice.kind === kind ? (
                <Option
                  key={idOf(choice)}
                  id={optionId(choice)}
                  choice={choice}
                  isActive={index === shown.active}
                  onWalk={() => state.walkTo(index)}
                  onChoose={() => state.choose(index)}
                />
              ) : null,
            )}
          </Group>
        ))}
      </div>
      <p role="status" className={classes.status}>
        {statusWords(shown)}
      </p>
    </Floating>
  );
}

function statusWords({ choices, loading, failed }: Menu): string {
  if (loading) return MENTION_WORDS.searching;
  if (failed) return MENTION_WORDS.notFound;
  return choices.length === 0 ? MENTION_WORDS.none : MENTION_WORDS.found(choices.length);
}

/** At the at-sign, wherever that moves to. */
function Floating({ mount, children }: { mount: Menu['mount']; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  const first = useRef(mount);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const onPosition = ({ x, y }: { x: number; y: number }) => {
      const right = window.innerWidth - current.offsetWidth - MARGIN_PX;
      current.style.left = `${Math.max(Math.min(x, right), MARGIN_PX)}px`;
      current.style.top = `${y}px`;
      current.dataset.placed = '';
    };
    return first.current(current, { onPosition });
  }, []);
  return (
    <div ref={element} className={classes.menu} data-editor-float>
      {children}
    </div>
  );
}

type GroupProps = { label: string; headId: string; isEmpty: boolean; children: ReactNode };

function Group({ label, headId, isEmpty, children }: GroupProps) {
  if (isEmpty) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options, for which there is no element
    <div role="group" aria-labelledby={headId}>
      <div id={headId} className={classes.label}>
        {label}
      </div>
      {children}
    </div>
  );
}

type OptionProps = {
  id: string;
  choice: MentionChoice;
  isActive: boolean;
  onWalk: () => void;
  onChoose: () => void;
};

function Option({ id, choice, isActive, onWalk, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the text keeps the focus and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text has the keys
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={classes.option}
      onMouseMove={whenMoved(onWalk)}
      onMouseDown={(event: MouseEvent) => event.preventDefault()}
      onClick={onChoose}
    >
      {choice.kind === 'person' ? <PersonOption choice={choice} /> : <ItemOption choice={choice} />}
    </div>
  );
}

function PersonOption({ choice: { person } }: { choice: MentionChoice & { kind: 'person' } }) {
  return (
    <>
      <PersonAvatar person={person} size={22} />
      <span className={classes.words}>{person.name}</span>
      {person.cannotOpen ? (
        <span className={classes.hint}>
          <IconLock {...ICON} size={14} /> {MENTION_WORDS.cannotOpen}
        </span>
      ) : (
        <span className={classes.hint}>{person.job}</span>
      )}
    </>
  );
}

function ItemOption({ choice: { item } }: { choice: MentionChoice & { kind: 'item' } }) {
  return (
    <>
      <IconFileText {...ICON} />
      <span className={classes.words}>{item.title}</span>
      <span className={classes.hint}>{CONTENT_TYPE_LABELS[item.contentType]}</span>
    </>
  );
}
