import { IconLinkOff, IconPencil } from '@tabler/icons-react';
import { TextSelection } from '@tiptap/pm/state';
import { type Editor, useEditorState } from '@tiptap/react';
import { LinkCard } from '@/components/knowledge/mentions/link-card';
import { safeLinkUrl } from '@/server/domains/knowledge/document.schema';
import classes from './editor.module.css';
import { WORDS } from './labels';
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

/** Whether there is something that can become a link, or is one. */
export function takesLink(editor: Editor | null): boolean {
  if (!editor || editor.isActive('codeBlock')) return false;
  const { selection } = editor.state;
  return editor.isActive('link') || (selection instanceof TextSelection && !selection.empty);
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
