import { ActionIcon, Button, CloseButton, Menu, TextInput } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconArrowDown,
  IconArrowUp,
  IconLetterCase,
  IconReplace,
  IconTextWrap,
} from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ICON } from '@/components/ui/theme';
import editorClasses from '../editor.module.css';
import { WORDS } from '../labels';
import { Tool, type ToolIcon } from '../tool';
import { useCompact } from '../touch/touch';
import classes from './find.module.css';
import { findIn, findStateOf, leaveAtMatch, replaceAllMatches, replaceMatch, stepMatch } from './find-plugin';
import type { FindOpening } from './use-find';

type Props = {
  editor: Editor;
  opening: FindOpening;
  /** Whether the text can be changed now: without it nothing is replaced. */
  writing: boolean;
  onClose: () => void;
};

function useQuery(editor: Editor, opening: FindOpening) {
  const [text, setText] = useState(opening.text);
  const [matchCase, setMatchCase] = useState(false);
  const [wholeWord, setWholeWord] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Asked for again, from a place that may have words of its own.
    if (opening.text !== '') setText(opening.text);
    field.current?.focus();
    field.current?.select();
  }, [opening]);
  useEffect(() => findIn(editor.view, { text, matchCase, wholeWord }), [editor, text, matchCase, wholeWord]);
  return { text, setText, matchCase, setMatchCase, wholeWord, setWholeWord, field };
}

function useFound(editor: Editor): { count: number; current: number } {
  return useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const { matches, current } = findStateOf(now.state);
      return { count: matches.length, current };
    },
  });
}

function FindRow({ editor, query, found }: { editor: Editor; query: ReturnType<typeof useQuery>; found: string }) {
  return (
    <>
      <TextInput
        ref={query.field}
        size="xs"
        className={classes.field}
        aria-label={WORDS.findWhat}
        placeholder={WORDS.findWhat}
        value={query.text}
        onChange={(event) => query.setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          stepMatch(editor.view, event.shiftKey ? -1 : 1);
        }}
      />
      <output className={classes.count} aria-live="polite">
        {found}
      </output>
      <Tool
        icon={IconArrowUp}
        label={WORDS.matchBefore}
        keys="Shift-F3"
        onClick={() => stepMatch(editor.view, -1)}
        isStop
      />
      <Tool icon={IconArrowDown} label={WORDS.nextMatch} keys="F3" onClick={() => stepMatch(editor.view, 1)} isStop />
    </>
  );
}

/** What is looked for, and whether it is replaced: on or off each. */
function optionsOf(query: ReturnType<typeof useQuery>, replacing: Replacing | null): FindOption[] {
  const options: FindOption[] = [
    { label: WORDS.matchCase, icon: IconLetterCase, isOn: query.matchCase, set: query.setMatchCase },
    { label: WORDS.wholeWord, icon: IconTextWrap, isOn: query.wholeWord, set: query.setWholeWord },
  ];
  if (replacing) options.push({ label: WORDS.showReplace, icon: IconReplace, ...replacing });
  return options;
}

type Replacing = { isOn: boolean; set: (isOn: boolean) => void };
type FindOption = Replacing & { label: string; icon: ToolIcon };

/** Each a tool of the bar; where there is no room for that, all in one menu. */
function FindOptions({ options, onDone }: { options: readonly FindOption[]; onDone: () => void }) {
  if (!useCompact()) {
    return options.map(({ label, icon, isOn, set }) => (
      <Tool key={label} icon={icon} label={label} pressed={isOn} onClick={() => set(!isOn)} isStop />
    ));
  }
  return (
    <Menu position="bottom-end" width={290} trapFocus returnFocus={false} menuItemTabIndex={0} onClose={onDone}>
      <Menu.Target>
        <ActionIcon
          size={30}
          variant={options.some(({ isOn }) => isOn) ? 'light' : 'subtle'}
          color={options.some(({ isOn }) => isOn) ? 'accent' : 'gray'}
          aria-label={WORDS.findOptions}
        >
          <IconAdjustmentsHorizontal {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={editorClasses.menu} data-editor-float>
        {options.map(({ label, isOn, set }) => (
          <Menu.CheckboxItem key={label} checked={isOn} onChange={set}>
            {label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ReplaceRow({ editor, onReplaced }: { editor: Editor; onReplaced: (count: number) => void }) {
  const [words, setWords] = useState('');
  return (
    <div className={classes.row}>
      <TextInput
        size="xs"
        className={classes.field}
        aria-label={WORDS.replaceWith}
        placeholder={WORDS.replaceWith}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          replaceMatch(editor.view, words);
        }}
      />
      <Button size="compact-sm" variant="default" onClick={() => replaceMatch(editor.view, words)}>
        {WORDS.replace}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => onReplaced(replaceAllMatches(editor.view, words))}>
        {WORDS.replaceAll}
      </Button>
    </div>
  );
}

/** How many were replaced, until something else is found. */
function useReplaced(editor: Editor, found: string, text: string) {
  const [last, setLast] = useState({ words: '', found: '', text: '' });
  const say = (count: number) => {
    const { matches, current } = findStateOf(editor.state);
    setLast({ words: WORDS.replaced(count), found: WORDS.found(current + 1, matches.length), text });
  };
  return { words: last.found === found && last.text === text ? last.words : '', say };
}

/** Find and replace, above the text. Esc goes back to the text, to the match. */
export function FindBar({ editor, opening, writing, onClose }: Props) {
  const query = useQuery(editor, opening);
  const { count, current } = useFound(editor);
  const [replacing, setReplacing] = useState(opening.replacing);
  useEffect(() => setReplacing((before) => before || opening.replacing), [opening]);
  const close = () => {
    leaveAtMatch(editor.view);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const found = query.text === '' ? '' : WORDS.found(current + 1, count);
  const replaced = useReplaced(editor, found, query.text);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a search element would be a landmark inside the page's own
    <div role="group" aria-label={WORDS.findBar} className={classes.bar} data-find-bar onKeyDown={onKeyDown}>
      <div className={classes.row}>
        <FindRow editor={editor} query={query} found={replaced.words || found} />
        <FindOptions
          options={optionsOf(query, writing ? { isOn: replacing, set: setReplacing } : null)}
          onDone={() => requestAnimationFrame(() => query.field.current?.focus())}
        />
        <CloseButton size="sm" aria-label={WORDS.closeFind} onClick={close} />
      </div>
      {writing && replacing ? <ReplaceRow editor={editor} onReplaced={replaced.say} /> : null}
    </div>
  );
}
