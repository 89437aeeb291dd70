import { Button, CloseButton, TextInput, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconLetterCase, IconReplace, IconTextWrap } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { WORDS } from '../labels';
import { Tool } from '../tool';
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
      <Tool
        icon={IconLetterCase}
        label={WORDS.matchCase}
        pressed={query.matchCase}
        onClick={() => query.setMatchCase(!query.matchCase)}
        isStop
      />
      <Tool
        icon={IconTextWrap}
        label={WORDS.wholeWord}
        pressed={query.wholeWord}
        onClick={() => query.setWholeWord(!query.wholeWord)}
        isStop
      />
    </>
  );
}

function ReplaceRow({ editor }: { editor: Editor }) {
  const [words, setWords] = useState('');
  const [said, setSaid] = useState('');
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
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setSaid(WORDS.replaced(replaceAllMatches(editor.view, words)))}
      >
        {WORDS.replaceAll}
      </Button>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </div>
  );
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
  return (
    // biome-ignore lint/a11y/useSemanticElements: a search element would be a landmark inside the page's own
    <div role="group" aria-label={WORDS.findBar} className={classes.bar} onKeyDown={onKeyDown}>
      <div className={classes.row}>
        <FindRow editor={editor} query={query} found={found} />
        {writing ? (
          <Tool
            icon={IconReplace}
            label={WORDS.showReplace}
            pressed={replacing}
            onClick={() => setReplacing(!replacing)}
            isStop
          />
        ) : null}
        <CloseButton size="sm" aria-label={WORDS.closeFind} onClick={close} />
      </div>
      {writing && replacing ? <ReplaceRow editor={editor} /> : null}
    </div>
  );
}
