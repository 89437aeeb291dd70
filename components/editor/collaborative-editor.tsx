'use client';

import { Skeleton } from '@mantine/core';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { sayRefused } from '@/components/ui/toast';
import { COLLAB_PATH } from '@/server/platform/collab/protocol.schema';
import { INLINE_MEDIA_TYPES } from '@/server/platform/storage/limits.schema';
import classes from './editor.module.css';
import { editorExtensions } from './extensions';
import { type ImageUploads, imageHandlers, imagesIn, insertImages, type UploadImage } from './images';
import { WORDS } from './labels';
import { LockedNotice } from './locked-notice';
import { PasteFromElsewhere } from './paste/paste-extension';
import { PasteState } from './paste/paste-state';
import { type PasteNeeds, usePasteReader } from './paste/use-paste';
import type { Present } from './presence';
import prose from './prose.module.css';
import { SelectionBar } from './selection-bar';
import type { EditorSession } from './session';
import { acquireSession, releaseSession } from './session-registry';
import { type EditorState, isLocked, mayType } from './session-state';
import { TopBar } from './top-bar';
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
  /** Stores an image and answers where it is. Without it images cannot be added. */
  uploadImage?: UploadImage;
  /** Names the text for those who do not see it; the page's title. */
  label?: string;
};

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

function useSession(documentId: string, personId: string): EditorSession | null {
  const [session, setSession] = useState<EditorSession | null>(null);
  useEffect(() => {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
    const url = `${scheme}://${window.location.host}${COLLAB_PATH}`;
    const opened = acquireSession({ url, documentId, personId });
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
  const session = useSession(props.documentId, props.person.id);
  if (!session) return <TextSkeleton />;
  return <SessionEditor key={props.documentId} session={session} {...props} />;
}

/** How many images are on their way, and what an upload needs. */
function useUploads(uploadImage: UploadImage | undefined): { uploads: ImageUploads; uploading: number } {
  const [uploading, setUploading] = useState(0);
  const uploads = useMemo(
    () => ({
      upload: uploadImage,
      onCount: (change: number) => setUploading((count) => count + change),
      onError: sayRefused,
    }),
    [uploadImage],
  );
  return { uploads, uploading };
}

/** Whoever comes here to write can write at once, unless they are about something else already. */
function useFocusOnOpening(editor: Editor | null, ready: boolean): void {
  const done = useRef(false);
  useEffect(() => {
    if (!editor || !ready || done.current) return;
    done.current = true;
    // Nobody chose to be at the whole of the page: there Next puts whoever came by a link.
    if (document.activeElement?.matches('body, main')) editor.commands.focus('start', { scrollIntoView: false });
  }, [editor, ready]);
}

type EditorNeeds = {
  person: Present;
  writing: boolean;
  label: string;
  uploads: ImageUploads;
  onPasting: PasteNeeds['onProgress'];
  onEditLink: (editing: boolean) => void;
};

function pasteNeeds(
  { editor, uploads }: { editor: Editor | null; uploads: ImageUploads },
  onProgress: PasteNeeds['onProgress'],
): PasteNeeds | null {
  if (!editor) return null;
  return { uploads, onProgress, onImages: (files) => void insertImages(editor, imagesIn(files), uploads) };
}

/** The editor on a session, kept in step with what may be done. */
function useDocumentEditor(
  session: EditorSession,
  { person, writing, label, uploads, onPasting, onEditLink }: EditorNeeds,
): { editor: Editor | null; focusBar: RefObject<(() => boolean) | null> } {
  const focusBar = useRef<(() => boolean) | null>(null);
  const current = useRef<{ editor: Editor | null; uploads: ImageUploads }>({ editor: null, uploads });
  const editor = useEditor(
    {
      immediatelyRender: false,
      shouldRerenderOnTransaction: false,
      injectCSS: false,
      editable: false,
      // What is pasted is read by its own reader; addresses in it become links as they are.
      enablePasteRules: ['link'],
      extensions: [
        ...editorExtensions(session, person, {
          focusBar: () => focusBar.current?.() ?? false,
          editLink: () => {
            onEditLink(true);
            return true;
          },
        }),
        PasteFromElsewhere.configure({ needs: () => pasteNeeds(current.current, onPasting) }),
      ],
      editorProps: {
        // Locked while somebody types in it, it keeps the focus: what they type on must not become commands of the page.
        attributes: {
          tabindex: '0',
          role: 'textbox',
          'aria-multiline': 'true',
          class: `${prose.prose} ${classes.text}`,
        },
        handleDOMEvents: { mousedown: clickBelow },
        ...imageHandlers(() => current.current),
      },
    },
    [session],
  );
  useEffect(() => {
    current.current = { editor, uploads };
  }, [editor, uploads]);
  useEffect(() => {
    editor?.setEditable(writing);
    editor?.view.dom.setAttribute('aria-readonly', String(!writing));
    editor?.view.dom.setAttribute('aria-label', label);
  }, [editor, writing, label]);
  return { editor, focusBar };
}

/** Passes on what is heard of the page around the text. */
function useNews(session: EditorSession, state: EditorState, { onFacts, onEnded }: CollaborativeEditorProps): void {
  const latest = useRef({ onFacts, onEnded });
  latest.current = { onFacts, onEnded };
  useEffect(() => session.subscribeFacts(() => latest.current.onFacts?.()), [session]);
  const ended = state.phase === 'ended';
  useEffect(() => latest.current.onEnded?.(ended), [ended]);
}

type ImageChooserProps = { chooser: RefObject<HTMLInputElement | null>; editor: Editor; uploads: ImageUploads };

/** What asks for image files; the bar presses it. */
function ImageChooser({ chooser, editor, uploads }: ImageChooserProps) {
  return (
    <input
      ref={chooser}
      type="file"
      accept={INLINE_MEDIA_TYPES.join(',')}
      multiple
      hidden
      aria-label={WORDS.image}
      onChange={(event) => {
        void insertImages(editor, [...(event.currentTarget.files ?? [])], uploads);
        event.currentTarget.value = '';
      }}
    />
  );
}

function SessionEditor({ session, ...props }: CollaborativeEditorProps & { session: EditorSession }) {
  const { person, editable, readOnlyReason, readOnlyNext, uploadImage, label = WORDS.text } = props;
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState);
  const writing = editable && mayType(state);
  useNews(session, state, props);
  const hasWritten = useRef(false);
  if (writing) hasWritten.current = true;
  const [editingLink, setEditingLink] = useState(false);
  const { uploads, uploading } = useUploads(uploadImage);
  const chooser = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState<string | null>(null);
  usePasteReader(state.opened);
  const needs = { person, writing, label, uploads, onPasting: setPasting, onEditLink: setEditingLink };
  const { editor, focusBar } = useDocumentEditor(session, needs);

  useFocusOnOpening(editor, state.opened && writing);

  if (!editor) return <TextSkeleton />;
  // The focus goes back to the text before the choice, so that what is typed after it arrives there.
  const chooseImage = () => {
    editor.commands.focus();
    chooser.current?.click();
  };
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <TopBar
          editor={editor}
          session={session}
          person={person}
          state={state}
          writing={writing}
          readOnlyReason={readOnlyReason}
          onImage={uploadImage ? chooseImage : undefined}
        />
        {writing || !isLocked(state) ? null : (
          <LockedNotice
            editor={editor}
            session={session}
            state={state}
            next={hasWritten.current ? readOnlyNext : undefined}
          />
        )}
        {props.notice}
        <PasteState editor={editor} progress={pasting} />
      </div>
      {uploading > 0 ? <output className={classes.uploading}>{WORDS.uploading(uploading)}</output> : null}
      {state.opened ? null : <TextSkeleton />}
      <div className={classes.page} hidden={!state.opened}>
        <EditorContent editor={editor} />
        <SelectionBar
          editor={editor}
          writing={writing}
          focusRef={focusBar}
          editingLink={editingLink}
          onEditLink={setEditingLink}
        />
      </div>
      <ImageChooser chooser={chooser} editor={editor} uploads={uploads} />
    </div>
  );
}
