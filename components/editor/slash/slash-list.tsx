import type { Editor } from '@tiptap/react';
import { useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { keysInWords } from '@/components/ui/keys';
import { useChosenInSight, whenMoved } from '@/components/ui/list-step';
import { ICON } from '@/components/ui/theme';
import type { Block } from '../blocks';
import { WORDS } from '../labels';
import classes from './slash.module.css';
import type { SlashShown, SlashStore } from './slash-store';

/** The caret stays in the text: which option is chosen is said there. */
function useActiveOption(editor: Editor, list: string, option: string): void {
  useEffect(() => {
    const { dom } = editor.view;
    dom.setAttribute('aria-controls', list);
    dom.setAttribute('aria-activedescendant', option);
    dom.setAttribute('aria-autocomplete', 'list');
    return () => {
      for (const name of ['aria-controls', 'aria-activedescendant', 'aria-autocomplete']) dom.removeAttribute(name);
    };
  }, [editor, list, option]);
}

type OptionProps = { block: Block; id: string; isChosen: boolean; onWalk: () => void; onRun: () => void };

function Option({ block, id, isChosen, onWalk, onRun }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the text keeps the focus and takes the keys
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      className={classes.option}
      onMouseMove={whenMoved(onWalk)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <block.icon {...ICON} />
      <span className={classes.label}>{block.label}</span>
      {block.keys ? <span className={classes.keys}>{keysInWords(block.keys)}</span> : null}
    </div>
  );
}

function OpenList({ editor, store, shown }: { editor: Editor; store: SlashStore; shown: SlashShown }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { mount, blocks, chosen } = shown;
  const optionId = (index: number) => `${id}-${blocks[index]?.name}`;
  useEffect(() => (list.current ? mount(list.current) : undefined), [mount]);
  useActiveOption(editor, id, optionId(chosen));
  useChosenInSight(list, optionId(chosen));
  return (
    <div ref={list} id={id} role="listbox" aria-label={WORDS.slashMenu} className={classes.list}>
      {blocks.map((block, index) => (
        <Option
          key={block.name}
          block={block}
          id={optionId(index)}
          isChosen={index === chosen}
          onWalk={() => store.choose(index)}
          onRun={() => store.run(index)}
        />
      ))}
    </div>
  );
}

/** What `/` opens at the caret. */
export function SlashList({ editor, store }: { editor: Editor; store: SlashStore }) {
  const shown = useSyncExternalStore(store.subscribe, store.get, store.get);
  return shown ? <OpenList editor={editor} store={store} shown={shown} /> : null;
}
