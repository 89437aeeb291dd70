import { IconLinkOff, IconPencil } from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { LinkCard } from '@/components/knowledge/mentions/link-card';
import { safeLinkUrl } from '@/server/domains/knowledge/document.schema';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { linkPlaceOf } from './link-place';
import { linkedWords } from './linked-words';
import { OBJECT } from './object-sign';
import { OpenTool, Tool } from './tool';

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

/** The address of the link at the selection; empty where there is none. */
export function hrefAt(editor: Editor): string {
  const href: unknown = editor.getAttributes('link').href;
  return typeof href === 'string' ? href : '';
}

/** Takes the link at the selection away. */
export function unlink(editor: Editor): void {
  editor.chain().focus().extendMarkRange('link').unsetLink().run();
}

const WORD_BEFORE = /[\p{L}\p{N}_-]+$/u;
const WORD_AFTER = /^[\p{L}\p{N}_-]+/u;

/** Where nothing is selected, the word at the caret is: it becomes the link. */
export function selectWord(editor: Editor): void {
  const { state } = editor;
  if (linkPlaceOf(state) !== 'caret') return;
  const { selection } = state;
  const { parent, parentOffset, pos } = selection.$from;
  const before = WORD_BEFORE.exec(parent.textBetween(0, parentOffset, undefined, OBJECT))?.[0] ?? '';
  const after = WORD_AFTER.exec(parent.textBetween(parentOffset, parent.content.size, undefined, OBJECT))?.[0] ?? '';
  editor.commands.setTextSelection({ from: pos - before.length, to: pos + after.length });
}

/** Makes a link of what is selected, changes the one that is there, or puts one in with these words. */
export function setLinkAt(editor: Editor, href: string, words: string): void {
  const chain = editor.chain().focus();
  if (linkPlaceOf(editor.state) !== 'caret') chain.extendMarkRange('link').setLink({ href }).run();
  else chain.insertContent(linkedWords(editor.schema, href, words).toJSON()).run();
}

/** The link under the caret: where it leads, and what can be done with it. */
export function LinkTools({ editor, onEdit }: { editor: Editor; onEdit: () => void }) {
  const href = useEditorState({ editor, selector: ({ editor: now }) => hrefAt(now) });
  return (
    <>
      <OpenTool href={safeLinkUrl(href)} label={`${WORDS.openLink}: ${href}`}>
        <span>{href}</span>
      </OpenTool>
      <Tool icon={IconPencil} label={WORDS.editLink} onClick={onEdit} />
      <Tool icon={IconLinkOff} label={WORDS.removeLink} onClick={() => unlink(editor)} />
      <div className={classes.behind}>
        <LinkCard href={href} />
      </div>
    </>
  );
}
