import { Anchor, TextInput } from '@mantine/core';
import { IconCheck, IconExternalLink, IconLinkOff, IconPencil, IconX } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type FormEvent, useState } from 'react';
import { safeLinkUrl } from '@/server/domains/knowledge/document.schema';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { Tool } from './tool';

/** A host with a dot, so that `tick`, which leads nowhere, is none; or this machine; with a port or without. */
const SITE = /^(?:localhost|[^\s/?#:]+\.[^\s/?#:.]{2,})(?::\d+)?(?:[/?#]|$)/i;
const SCHEME_OR_PATH = /^(?:[a-z][a-z0-9+.-]*:|[/#?.])/i;
const MAIL_ADDRESS = /^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/;

/** What a person types as an address, made complete: `example.com` is a site, `ana@example.com` a mail address. */
export function completeUrl(typed: string): string | null {
  const text = typed.trim();
  if (MAIL_ADDRESS.test(text)) return safeLinkUrl(`mailto:${text}`);
  if (SITE.test(text)) return safeLinkUrl(`https://${text}`);
  return SCHEME_OR_PATH.test(text) ? safeLinkUrl(text) : null;
}

function hrefAt(editor: Editor): string {
  const href: unknown = editor.getAttributes('link').href;
  return typeof href === 'string' ? href : '';
}

function unlink(editor: Editor): void {
  editor.chain().focus().extendMarkRange('link').unsetLink().run();
}

/** The form that sets or changes the address. An empty one takes the link away. */
export function LinkForm({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const [typed, setTyped] = useState(() => hrefAt(editor));
  const [refused, setRefused] = useState(false);
  const set = (event: FormEvent) => {
    event.preventDefault();
    const href = completeUrl(typed);
    if (typed.trim() === '') {
      unlink(editor);
    } else if (href === null) {
      setRefused(true);
      return;
    } else {
      editor.chain().focus().extendMarkRange('link').setLink({ href }).run();
    }
    onDone();
  };
  return (
    <form onSubmit={set} className={classes.linkForm}>
      <TextInput
        size="xs"
        autoFocus
        aria-label={WORDS.linkAddress}
        placeholder={WORDS.linkPlaceholder}
        value={typed}
        error={refused ? WORDS.linkRefused : null}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setRefused(false);
        }}
      />
      <Tool icon={IconCheck} label={WORDS.applyLink} submit />
      <Tool icon={IconX} label={WORDS.cancel} onClick={onDone} />
    </form>
  );
}

/** The link under the caret: where it leads, and what can be done with it. */
export function LinkTools({ editor, onEdit }: { editor: Editor; onEdit: () => void }) {
  const href = useEditorState({ editor, selector: ({ editor: now }) => hrefAt(now) });
  return (
    <>
      <Anchor
        href={safeLinkUrl(href) ?? undefined}
        target="_blank"
        rel="noopener noreferrer"
        size="sm"
        className={classes.linkAddress}
        tabIndex={-1}
        data-tool
        aria-label={`${WORDS.openLink}: ${href}`}
      >
        <span>{href}</span>
        <IconExternalLink size={14} stroke={1.5} aria-hidden />
      </Anchor>
      <Tool icon={IconPencil} label={WORDS.editLink} onClick={onEdit} />
      <Tool icon={IconLinkOff} label={WORDS.removeLink} onClick={() => unlink(editor)} />
    </>
  );
}
