import { VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconCloudOff, IconDots, IconEye, IconPlugConnectedX } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import type { ReactNode } from 'react';
import { ICON } from '@/components/ui/theme';
import type { BlockActs } from './blocks';
import { HistoryTool } from './history-tools';
import { InsertMenu } from './insert-menu';
import { WORDS } from './labels';
import type { Present } from './presence';
import type { EditorSession } from './session';
import type { EditorPhase, EditorState } from './session-state';
import { stateWords } from './state-words';
import { Bar, type FocusRef, type ToolIcon } from './tool';
import classes from './top-bar.module.css';
import { useTouch } from './touch/touch';
import { WhoIsHere } from './who-is-here';

const PHASE_ICONS: Record<EditorPhase, ToolIcon> = {
  opening: IconDots,
  saving: IconDots,
  saved: IconCheck,
  offline: IconCloudOff,
  read_only: IconEye,
  ended: IconPlugConnectedX,
};
/** Then it is known who is here. */
const CONNECTED: readonly EditorPhase[] = ['saving', 'saved', 'read_only'];
/** Said aloud when it happens; Saving and Saved would be said at every pause. */
const SAID_ALOUD: readonly EditorPhase[] = ['offline', 'read_only', 'ended'];

/** So long everything has to be saved before that is said: between two letters of one word it would only flicker. */
const SAVED_AFTER_MS = 300;

/** The truth about where the text is, always visible. */
function StateLine({ state: now, readOnlyReason }: { state: EditorState; readOnlyReason?: string }) {
  const [before] = useDebouncedValue(now, now.phase === 'saved' ? SAVED_AFTER_MS : 0);
  const state = now.phase === 'saved' ? before : now;
  const words = stateWords(state, readOnlyReason);
  const Icon = PHASE_ICONS[state.phase];
  return (
    <div className={classes.state} data-phase={state.phase} data-unsaved={state.unsaved || undefined}>
      <Icon {...ICON} />
      <span data-testid="editor-state">{words}</span>
      <VisuallyHidden role="status">{SAID_ALOUD.includes(state.phase) ? words : ''}</VisuallyHidden>
    </div>
  );
}

/** What stands above the text: inserting, undo of one's own, who is here, and the state. */
export function TopBar({
  editor,
  session,
  person,
  state,
  writing,
  readOnlyReason,
  acts,
  focusRef,
  tools,
}: {
  editor: Editor;
  session: EditorSession;
  person: Present;
  state: EditorState;
  writing: boolean;
  readOnlyReason?: string;
  acts: BlockActs;
  focusRef: FocusRef;
  /** What else stands in the bar. */
  tools?: ReactNode;
}) {
  // For a finger they stand at the foot.
  const hasTools = !useTouch() && writing;
  return (
    <div className={classes.top}>
      {hasTools ? (
        <Bar label={WORDS.bar} focusRef={focusRef} onEscape={() => editor.commands.focus()}>
          <InsertMenu editor={editor} acts={acts} />
          <HistoryTool editor={editor} act="undo" />
          <HistoryTool editor={editor} act="redo" />
          {tools}
        </Bar>
      ) : null}
      <div className={classes.topEnd}>
        <StateLine state={state} readOnlyReason={readOnlyReason} />
        {/* Whoever was let go hears no more who comes and goes. */}
        {state.phase === 'ended' ? null : (
          <WhoIsHere editor={editor} session={session} me={person.id} connected={CONNECTED.includes(state.phase)} />
        )}
      </div>
    </div>
  );
}
