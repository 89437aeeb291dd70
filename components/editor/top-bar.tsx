import { Avatar, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconCloudOff,
  IconDots,
  IconEye,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { PersonAvatar } from '@/components/ui/person';
import { ICON } from '@/components/ui/theme';
import { InsertMenu } from './insert-menu';
import { stateWords, WORDS } from './labels';
import { type Present, presenceStore } from './presence';
import type { EditorSession } from './session';
import type { EditorPhase, EditorState } from './session-state';
import { Bar, Tool, type ToolIcon } from './tool';
import classes from './top-bar.module.css';

const AVATARS_SHOWN_MAX = 5;
const AVATAR_SIZE_PX = 26;

const PHASE_ICONS: Record<EditorPhase, ToolIcon> = {
  opening: IconDots,
  saving: IconDots,
  saved: IconCheck,
  offline: IconCloudOff,
  read_only: IconEye,
  ended: IconPlugConnectedX,
};
/** Said aloud when it happens; Saving and Saved would be said at every pause. */
const SAID_ALOUD: readonly EditorPhase[] = ['offline', 'read_only', 'ended'];

/** The truth about where the text is, always visible. */
function StateLine({ state, readOnlyReason }: { state: EditorState; readOnlyReason?: string }) {
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

/** Who has the page open, with names. */
function WhoIsHere({ session, me }: { session: EditorSession; me: string }) {
  const store = useMemo(() => presenceStore(session, me), [session, me]);
  const people = useSyncExternalStore(store.subscribe, store.get, store.get);
  const nameOf = (person: Present) => (person.id === me ? WORDS.me(person.name) : person.name);
  const shown = people.slice(0, AVATARS_SHOWN_MAX);
  const rest = people.slice(AVATARS_SHOWN_MAX);
  return (
    <div role="img" aria-label={WORDS.here(people.map(nameOf))} className={classes.people}>
      {shown.map((person) => (
        <Tooltip key={person.id} label={nameOf(person)}>
          <span className={classes.avatar}>
            <PersonAvatar person={person} size={AVATAR_SIZE_PX} />
          </span>
        </Tooltip>
      ))}
      {rest.length > 0 ? (
        <Tooltip label={rest.map(nameOf).join(', ')}>
          <Avatar size={AVATAR_SIZE_PX} radius="xl" aria-label={WORDS.more(rest.length)}>
            +{rest.length}
          </Avatar>
        </Tooltip>
      ) : null}
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
  onImage,
  tools,
}: {
  editor: Editor;
  session: EditorSession;
  person: Present;
  state: EditorState;
  writing: boolean;
  readOnlyReason?: string;
  onImage?: () => void;
  /** What else stands in the bar. */
  tools?: ReactNode;
}) {
  const can = useEditorState({
    editor,
    selector: ({ editor: now }) => ({ undo: now.can().undo(), redo: now.can().redo() }),
  });
  return (
    <div className={classes.top}>
      {writing ? (
        <Bar label={WORDS.bar} onEscape={() => editor.commands.focus()}>
          <InsertMenu editor={editor} acts={{ chooseImage: onImage }} />
          <Tool
            icon={IconArrowBackUp}
            label={WORDS.undo}
            keys="Mod-Z"
            disabled={!can.undo}
            onClick={() => editor.chain().focus().undo().run()}
          />
          <Tool
            icon={IconArrowForwardUp}
            label={WORDS.redo}
            keys="Mod-Shift-Z"
            disabled={!can.redo}
            onClick={() => editor.chain().focus().redo().run()}
          />
          {tools}
        </Bar>
      ) : null}
      <div className={classes.topEnd}>
        <StateLine state={state} readOnlyReason={readOnlyReason} />
        {/* Whoever was let go hears no more who comes and goes. */}
        {state.phase === 'ended' ? null : <WhoIsHere session={session} me={person.id} />}
      </div>
    </div>
  );
}
