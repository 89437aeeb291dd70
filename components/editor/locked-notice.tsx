import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { useEffect, useState } from 'react';
import { ICON } from '@/components/ui/theme';
import { sayDone, sayWrong } from '@/components/ui/toast';
import { WORDS } from './labels';
import type { EditorSession } from './session';
import { type EditorState, isKept, isRefused, mayGoOn } from './session-state';
import { lockedWords } from './state-words';
import { isBlank, markUnsaved, rangesOf, wordsIn } from './unsaved-marks';

type Copied = { text: string; html?: string };

/** The whole text, with its form where it is pasted into something that knows forms. */
const wholeText = (editor: Editor): Copied => ({
  html: editor.getHTML(),
  text: editor.getText({ blockSeparator: '\n\n' }),
});

/** @returns whether the browser let it */
function copy(editor: Editor, { text, html }: Copied): boolean {
  const onCopy = (event: ClipboardEvent) => {
    if (html !== undefined) event.clipboardData?.setData('text/html', html);
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.getSelection()?.selectAllChildren(editor.view.dom);
  document.addEventListener('copy', onCopy, true);
  try {
    // Not navigator.clipboard, which a page without TLS does not have.
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', onCopy, true);
  }
}

/** Marks in the text what was not saved, for as long as it is not. Blanks alone are let go of. @returns its words */
function useUnsavedWords(editor: Editor, session: EditorSession, unsaved: boolean): string {
  const [words, setWords] = useState('');
  useEffect(() => {
    if (unsaved && isBlank(session.edits.unsaved)) {
      session.giveUpUnsaved();
      return;
    }
    const show = () => {
      const ranges = unsaved ? rangesOf(editor.state, session.edits.unsaved) : [];
      markUnsaved(editor, ranges);
      setWords(wordsIn(editor.state, ranges));
    };
    show();
    // What others write on moves it.
    editor.on('update', show);
    return () => {
      editor.off('update', show);
      if (!editor.isDestroyed) markUnsaved(editor, []);
    };
  }, [editor, session, unsaved]);
  return words;
}

type Props = { editor: Editor; session: EditorSession; state: EditorState; next: string | undefined };

/** Above a text that was locked while one had it open: what to do now, and how to take along what was not saved. */
export function LockedNotice({ editor, session, state, next }: Props) {
  const kept = isKept(state);
  const unsaved = useUnsavedWords(editor, session, state.unsaved && !kept);
  const words = lockedWords(state, next, unsaved);
  if (words.length === 0) return null;
  const take = (what: Copied, done: string, isAll: boolean) => {
    if (!copy(editor, what)) return sayWrong(WORDS.notCopied);
    // Words alone are not all that was not saved.
    if (!kept && isAll) session.giveUpUnsaved();
    sayDone(kept ? WORDS.copiedToo : done);
  };
  const { reason } = state;
  const goesOn = mayGoOn(state);
  const mayLoadAgain = reason !== null && reason !== 'documentGone' && !goesOn && !isRefused(state);
  return (
    <Alert color="orange" role="alert" icon={<IconLock {...ICON} />}>
      <Text size="sm">{words.join(' ')}</Text>
      <Group gap="xs" mt="xs" display={goesOn || mayLoadAgain || state.unsaved ? undefined : 'none'}>
        {goesOn && reason !== 'somebodyElse' ? (
          <Anchor href="/sign-in" target="_blank" size="sm">
            {WORDS.signIn}
          </Anchor>
        ) : null}
        {goesOn ? (
          <Button size="compact-sm" variant="default" onClick={() => session.reopen()}>
            {WORDS.goOnHere}
          </Button>
        ) : null}
        {mayLoadAgain ? (
          <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
            {WORDS.loadAgain}
          </Button>
        ) : null}
        {state.unsaved ? (
          <>
            {unsaved === '' ? null : (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => take({ text: unsaved }, WORDS.copiedUnsaved, false)}
              >
                {WORDS.copyUnsaved}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => take(wholeText(editor), WORDS.copied, true)}>
              {WORDS.copyText}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => session.giveUpUnsaved()}>
              {WORDS.letGo}
            </Button>
          </>
        ) : null}
      </Group>
    </Alert>
  );
}
