import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { ICON } from '@/components/ui/theme';
import { sayDone, sayWrong } from '@/components/ui/toast';
import { lockedWords, WORDS } from './labels';
import type { EditorSession } from './session';
import { type EditorState, isKept, isRefused } from './session-state';

/** The whole text, with its form where it is pasted into something that knows forms. @returns whether the browser let it */
function copyText(editor: Editor): boolean {
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/html', editor.getHTML());
    event.clipboardData?.setData('text/plain', editor.getText({ blockSeparator: '\n\n' }));
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

type Props = { editor: Editor; session: EditorSession; state: EditorState; next: string | undefined };

/** Above a text that was locked while one had it open: what to do now, and how to take along what was not saved. */
export function LockedNotice({ editor, session, state, next }: Props) {
  const words = lockedWords(state, next);
  if (words.length === 0) return null;
  const copy = () => {
    if (!copyText(editor)) return sayWrong(WORDS.notCopied);
    if (!kept) session.giveUpUnsaved();
    sayDone(kept ? WORDS.copiedToo : WORDS.copied);
  };
  const { reason } = state;
  const mayGoOn = reason === 'signedOut' || reason === 'somebodyElse';
  const mayLoadAgain = reason !== null && reason !== 'documentGone' && !mayGoOn && !isRefused(state);
  const kept = isKept(state);
  return (
    <Alert color="orange" role="alert" icon={<IconLock {...ICON} />}>
      <Text size="sm">{words.join(' ')}</Text>
      <Group gap="xs" mt="xs" display={mayGoOn || mayLoadAgain || state.unsaved ? undefined : 'none'}>
        {reason === 'signedOut' ? (
          <Anchor href="/sign-in" target="_blank" size="sm">
            {WORDS.signIn}
          </Anchor>
        ) : null}
        {mayGoOn ? (
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
            <Button size="compact-sm" variant="default" onClick={copy}>
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
