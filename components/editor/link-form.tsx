import { Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconFileText, IconX } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type FormEvent, type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import { MENTION_WORDS } from '@/components/knowledge/mentions/labels';
import { steppedRound, useChosenInSight, whenMoved } from '@/components/ui/list-step';
import { ICON } from '@/components/ui/theme';
import type { ItemNamed } from '@/server/domains/knowledge/mention.schema';
import { itemPath } from '@/server/domains/knowledge/rules';
import classes from './editor.module.css';
import { WORDS } from './labels';
import own from './link-form.module.css';
import type { LinkPlace } from './link-place';
import { completeUrl, hrefAt, setLinkAt, unlink } from './link-tools';
import type { MentionDoor } from './mentions';
import { Tool } from './tool';
import { useDraft } from './use-draft';
import { useFocusWhenShown } from './use-focus-when-shown';

const TYPING_PAUSE_MS = 150;
const ASKED_CHARACTERS_MIN = 2;

/** Items by their titles, while what is typed is no address. */
function useItems(door: MentionDoor | undefined, typed: string): readonly ItemNamed[] {
  const words = typed.trim();
  const [asked] = useDebouncedValue(words, TYPING_PAUSE_MS);
  const [found, setFound] = useState<{ words: string; items: ItemNamed[] }>({ words: '', items: [] });
  useEffect(() => {
    if (!door || asked.length < ASKED_CHARACTERS_MIN || completeUrl(asked) !== null) return;
    let isCurrent = true;
    door.suggest(asked).then(
      ({ items }) => isCurrent && setFound({ words: asked, items }),
      // Without an answer an address can still be typed.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [door, asked]);
  return found.words === words && completeUrl(words) === null ? found.items : [];
}

type Props = {
  editor: Editor;
  door: MentionDoor | undefined;
  /** At the caret its words are asked for as well. */
  place: LinkPlace;
  onDone: () => void;
};

/** The form that sets or changes a link: an address, or an item by its title. An empty one takes the link away. */
export function LinkForm({ editor, door, place, onDone }: Props) {
  const id = useId();
  const field = useFocusWhenShown();
  const address = useEditorState({ editor, selector: ({ editor: now }) => hrefAt(now) });
  // Half of one address and half of another lead nowhere.
  const { typed, type, elsewhere } = useDraft(address, field, null);
  const [begun] = useState(address);
  const [words, setWords] = useState('');
  const [refused, setRefused] = useState(false);
  const [active, setActive] = useState(0);
  const items = useItems(door, typed);
  const chosen = items[Math.min(active, items.length - 1)];
  const link = (href: string, otherwise: string) => {
    setLinkAt(editor, href, words.trim() || otherwise);
    onDone();
  };
  const set = (event: FormEvent) => {
    event.preventDefault();
    const href = chosen ? itemPath(chosen) : completeUrl(typed);
    if (typed.trim() === '') {
      unlink(editor);
      onDone();
    } else if (href === null) setRefused(true);
    else link(href, chosen?.title ?? typed.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = items.length === 0 ? null : steppedRound(event.key, active, items.length);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
  };
  return (
    <form onSubmit={set} className={classes.linkForm}>
      <div className={own.field}>
        <TextInput
          size="xs"
          ref={field}
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={items.length > 0 ? `${id}-items` : undefined}
          aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
          aria-autocomplete="list"
          aria-label={WORDS.linkAddress}
          placeholder={WORDS.linkPlaceholder}
          value={typed}
          error={refused ? WORDS.linkRefused : null}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            type(event.currentTarget.value);
            setRefused(false);
            setActive(0);
          }}
        />
        <Elsewhere href={elsewhere ?? (address === begun ? null : address)} />
        {items.length > 0 ? (
          <Items
            id={id}
            items={items}
            chosen={chosen}
            onWalk={setActive}
            onChoose={(item) => link(itemPath(item), item.title)}
          />
        ) : null}
        {place === 'caret' ? <Words words={words} onWords={setWords} /> : null}
      </div>
      <Tool icon={IconCheck} label={WORDS.applyLink} submit />
      <Tool icon={IconX} label={WORDS.cancel} onClick={onDone} />
    </form>
  );
}

/** What a colleague has made of the address meanwhile: it stands in the field, or beside what was typed there. */
function Elsewhere({ href }: { href: string | null }) {
  return (
    <Text size="xs" role="status" mt={href === null ? 0 : 4}>
      {href === null ? null : WORDS.linkChanged(href)}
    </Text>
  );
}

function Words({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  return (
    <TextInput
      size="xs"
      mt={4}
      aria-label={WORDS.linkWords}
      placeholder={WORDS.linkWordsPlaceholder}
      value={words}
      onChange={(event) => onWords(event.currentTarget.value)}
    />
  );
}

type ItemsProps = {
  id: string;
  items: readonly ItemNamed[];
  chosen: ItemNamed | undefined;
  onWalk: (index: number) => void;
  onChoose: (item: ItemNamed) => void;
};

function Items({ id, items, chosen, onWalk, onChoose }: ItemsProps) {
  const list = useRef<HTMLDivElement>(null);
  useChosenInSight(list, chosen?.id);
  return (
    <div ref={list} id={`${id}-items`} role="listbox" aria-label={MENTION_WORDS.linkItems} className={own.items}>
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={item.id}
          id={`${id}-${item.id}`}
          role="option"
          aria-selected={item === chosen}
          className={own.item}
          onMouseMove={whenMoved(() => onWalk(index))}
          onMouseDown={(event: MouseEvent) => event.preventDefault()}
          onClick={() => onChoose(item)}
        >
          <IconFileText {...ICON} />
          <span>{item.title}</span>
        </div>
      ))}
    </div>
  );
}
