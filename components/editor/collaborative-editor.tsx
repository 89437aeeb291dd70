'use client';

import { Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Selection } from '@tiptap/pm/state';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { LinkCards } from '@/components/knowledge/mentions/link-cards';
import type { BlockActs } from './blocks';
import classes from './editor.module.css';
import { useEditorTools } from './editor-tools';
import { editorExtensions } from './extensions';
import { useFileChoice, useUploads } from './file-choice';
import { insertFiles } from './files';
import { WORDS } from './labels';
import { selectWord } from './link-tools';
import { LockedNotice } from './locked-notice';
import type { MentionDoor } from './mentions';
import { type Mentions, useMentions } from './mentions/use-mentions';
import { PasteFromElsewhere } from './paste/paste-extension';
import { PasteState } from './paste/paste-state';
import { type PasteNeeds, usePasteReader } from './paste/use-paste';
import type { Present } from './presence';
import prose from './prose.module.css';
import { SelectionBar } from './selection-bar';
import type { EditorSession } from './session';
import { acquireSession, collabUrl, releaseSession } from './session-registry';
import { type EditorState, isLocked, mayType } from './session-state';
import { TakenAway } from './taken-away/taken-away';
import { useTakenAway } from './taken-away/use-taken-away';
import type { FocusRef } from './tool';
import { type ToolDoors, toolDoors } from './tool-extensions';
import { TopBar } from './top-bar';
import { roomAroundCaret } from './touch/touch';
import type { FileUploads, UploadFile } from './uploads';
import { type Linking, useLinking } from './use-linking';
import writingClasses from './writing.module.css';
import { clickBelow } from './writing-room';

export type CollaborativeEditorProps = {
  documentId: string;
  /** Whoever writes. The server stamps its own facts on what others see. `color` is `#rrggbb`. */
  person: Present;
  /** Whether the page lets this person write; the server decides again for itself. */
  editable: boolean;
  /** Why not, in words that follow "Read-only: ". */
  readOnlyReason?: string;
  /** What whoever could write a moment ago can do about it. */
  readOnlyNext?: string;
  /** What has to stay in sight above the text, besides what the editor says itself. */
  notice?: ReactNode;
  /** The title, the audience or the rights may be others than before: whoever shows them asks again. */
  onFacts?: () => void;
  /** The server let this tab go, or took it back. */
  onEnded?: (ended: boolean) => void;
  /** Something stands here that is not saved, for longer than saving takes. */
  onUnsaved?: (unsaved: boolean) => void;
  /** Stores a file and answers where it is. Without it neither images nor other files can be added. */
  uploadFile?: UploadFile;
  /** Answers what is asked of people, items and links. Without it nothing can be mentioned. */
  mentions?: MentionDoor;
  /** Names the text for those who do not see it; the page's title. */
  label?: string;
};

/** Saving takes less; nothing blinks at every pause. */
const UNSAVED_AFTER_MS = 1_500;
const SKELETON_WIDTHS = ['60%', '100%', '95%', '98%', '40%'];

function TextSkeleton() {
  return (
    <div aria-busy="true" aria-label={WORDS.loading} role="status" className={classes.skeleton}>
      {SKELETON_WIDTHS.map((width) => (
        <Skeleton key={width} height={16} width={width} />
      ))}
    </div>
  );
}

function useSession(documentId: string, personId: string, title: string | undefined): EditorSession | null {
  const [session, setSession] = useState<EditorSession | null>(null);
  const called = useRef(title);
  called.current = title;
  useEffect(() => {
    const opened = acquireSession({ url: collabUrl(), documentId, personId, title: called.current });
    setSession(opened);
    return () => {
      setSession(null);
      releaseSession(opened);
    };
  }, [documentId, personId]);
  return session;
}

/** Writing together on one document. Client only: load it with `next/dynamic` and `ssr: false`. */
export function CollaborativeEditor(props: CollaborativeEditorProps) {
  const session = useSession(props.documentId, props.person.id, props.label);
  if (!session) return <TextSkeleton />;
  return <SessionEditor key={props.documentId} session={session} {...props} />;
}

/** Whoever comes here to write can write at once, unless they are about something else already. */
function useFocusOnOpening(editor: Editor | null, ready: boolean): void {
  const done = useRef(false);
  useEffect(() => {
    if (!editor || !ready || done.current) return;
    done.current = true;
    // Nobody chose to be at the whole of the page: there Next puts whoever came by a link.
    if (!document.activeElement?.matches('body, main')) return;
    editor.view.dispatch(editor.state.tr.setSelection(Selection.atStart(editor.state.doc)));
    // At once: the command waits for a frame, and would take back to the beginning whoever clicks meanwhile.
    editor.view.focus();
  }, [editor, ready]);
}

type EditorNeeds = {
  person: Present;
  writing: boolean;
  label: string;
  uploads: FileUploads;
  mentions: Mentions | null;
  onPasting: PasteNeeds['onProgress'];
  doors: ToolDoors;
};

function pasteNeeds(
  { editor, uploads }: { editor: Editor | null; uploads: FileUploads },
  onProgress: PasteNeeds['onProgress'],
): PasteNeeds | null {
  if (!editor) return null;
  return { uploads, onProgress, onFiles: (files) => void insertFiles(editor, files, uploads) };
}

/** The editor on a session, kept in step with what may be done. */
function useDocumentEditor(
  session: EditorSession,
  { person, writing, label, uploads, mentions, onPasting, doors }: EditorNeeds,
): { editor: Editor | null; focusBar: FocusRef; focusTopBar: FocusRef } {
  const [focusBar, focusTopBar]: [FocusRef, FocusRef] = [useRef(null), useRef(null)];
  const current = useRef<{ editor: Editor | null; uploads: FileUploads }>({ editor: null, uploads });
  const keys = {
    focusBar: () => focusBar.current?.() ?? false,
    focusTopBar: () => focusTopBar.current?.() ?? false,
    editLink: () => {
      if (current.current.editor) selectWord(current.current.editor);
      return doors.editLink.current?.() ?? false;
    },
  };
  const [around] = useState(roomAroundCaret);
  const editor = useEditor(
    {
      immediatelyRender: false,
      shouldRerenderOnTransaction: false,
      injectCSS: false,
      editable: false,
      // What is pasted is read by its own reader; addresses in it become links as they are.
      enablePasteRules: ['link'],
      extensions: [
        ...editorExtensions(session, person, keys, { mentions, doors }),
        PasteFromElsewhere.configure({ needs: () => pasteNeeds(current.current, onPasting) }),
      ],
      editorProps: {
        // Locked while somebody types in it, it keeps the focus: what they type on must not become commands of the page.
        attributes: {
          tabindex: '0',
          role: 'textbox',
          'aria-multiline': 'true',
          class: `${prose.prose} ${classes.text} ${writingClasses.writing}`,
        },
        handleDOMEvents: { mousedown: clickBelow },
        scrollThreshold: around,
        scrollMargin: around,
      },
    },
    [session, mentions],
  );
  useEffect(() => {
    current.current = { editor, uploads };
  }, [editor, uploads]);
  useEffect(() => {
    editor?.setEditable(writing);
    editor?.view.dom.setAttribute('aria-readonly', String(!writing));
    editor?.view.dom.setAttribute('aria-label', label);
    if (writing) editor?.view.dom.setAttribute('aria-description', WORDS.leaveHint);
    else editor?.view.dom.removeAttribute('aria-description');
  }, [editor, writing, label]);
  return { editor, focusBar, focusTopBar };
}

/** Passes on what is heard of the page around the text. */
function useNews(session: EditorSession, state: EditorState, props: CollaborativeEditorProps): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => session.subscribeFacts(() => latest.current.onFacts?.()), [session]);
  const ended = state.phase === 'ended';
  useEffect(() => latest.current.onEnded?.(ended), [ended]);
  const [unsaved] = useDebouncedValue(state.unsaved, state.phase === 'saving' ? UNSAVED_AFTER_MS : 0);
  const marked = unsaved && state.unsaved;
  useEffect(() => latest.current.onUnsaved?.(marked), [marked]);
}

/** Tells what stands inside the text what the page can do. */
function openDoors(doors: ToolDoors, editor: Editor, { open: editLink }: Linking, acts: BlockActs): void {
  doors.editor = editor;
  doors.editLink.current = editLink;
  doors.acts = { editLink, ...acts };
}

function SessionEditor({ session, ...props }: CollaborativeEditorProps & { session: EditorSession }) {
  const { person, editable, readOnlyReason, readOnlyNext, uploadFile, label = WORDS.text } = props;
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState);
  const writing = editable && mayType(state);
  useNews(session, state, props);
  const hasWritten = useRef(false);
  if (writing) hasWritten.current = true;
  const { uploads, uploading } = useUploads(uploadFile);
  const [pasting, setPasting] = useState<string | null>(null);
  usePasteReader(state.opened);
  const mentions = useMentions(props.mentions);
  const [doors] = useState(toolDoors);
  const needs = { person, writing, label, uploads, mentions, doors, onPasting: setPasting };
  const { editor, focusBar, focusTopBar } = useDocumentEditor(session, needs);
  const taken = useTakenAway(editor);
  const linking = useLinking(editor, writing, taken.keep);
  const [root, page] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const files = useFileChoice(editor, uploads);
  const link = { door: props.mentions, linking };
  const tools = useEditorTools(editor, { root, page, writing, doors, link, names: props.mentions?.names });
  useFocusOnOpening(editor, state.opened && writing);

  if (!editor) return <TextSkeleton />;
  openDoors(doors, editor, linking, {
    mayMention: mentions !== null,
    ...(uploadFile ? { chooseImage: files.addImages, chooseFile: files.addFiles } : {}),
  });
  const shown = { editor, session, person, state, writing, readOnlyReason };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of find work in everything around the text
    <div ref={root} className={classes.root} onKeyDown={tools.onKeyDown}>
      {tools.beside}
      <div className={classes.head}>
        <TopBar {...shown} focusRef={focusTopBar} acts={doors.acts} tools={tools.bar} />
        {writing || !isLocked(state) ? null : (
          <LockedNotice
            editor={editor}
            session={session}
            state={state}
            next={hasWritten.current ? readOnlyNext : undefined}
          />
        )}
        {props.notice}
        <TakenAway editor={editor} taken={taken} />
        <PasteState editor={editor} progress={pasting} />
        {tools.head}
      </div>
      {uploading > 0 ? <output className={classes.uploading}>{WORDS.uploading(uploading)}</output> : null}
      {state.opened ? null : <TextSkeleton />}
      <div ref={page} className={classes.page} hidden={!state.opened}>
        <LinkCards>
          <EditorContent editor={editor} />
        </LinkCards>
        {mentions ? <mentions.Menu editor={editor} /> : null}
        <SelectionBar
          editor={editor}
          writing={writing}
          focusRef={focusBar}
          describeRef={doors.describe}
          onReplaceImage={uploadFile ? files.replaceImage : undefined}
          {...link}
        />
        {tools.over}
      </div>
      {tools.foot}
      {files.chooser}
    </div>
  );
}
