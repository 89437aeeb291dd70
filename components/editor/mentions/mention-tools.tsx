import { IconArticle, IconLetterT, IconTrash } from '@tabler/icons-react';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { NodeSelection } from '@tiptap/pm/state';
import { type Editor, useEditorState } from '@tiptap/react';
import { LinkCard } from '@/components/knowledge/mentions/link-card';
import { linkOfMention } from '@/server/domains/knowledge/mention.rules';
import classes from '../editor.module.css';
import { OpenTool, Tool } from '../tool';
import { MENTION_TOOLS } from './labels';
import { isCard } from './mention-nodes';

type Selected = { href: string; card: 'shown' | 'offered' | null };

/** Whether a mention is all that a paragraph holds, besides blanks. */
function isAlone(block: DocumentNode): boolean {
  const others: DocumentNode[] = [];
  block.forEach((child) => {
    if (child.text === undefined || child.text.trim() !== '') others.push(child);
  });
  return block.type.name === 'paragraph' && others.length === 1;
}

/** The mention that is selected: where it leads, and whether it is a card or can be one. */
function selectedIn({ state }: Editor): Selected | null {
  const { selection } = state;
  if (!(selection instanceof NodeSelection)) return null;
  const { node, $from } = selection;
  const link = linkOfMention({ type: node.type.name, attrs: node.attrs });
  if (link === null) return null;
  const mayBeCard = node.type.name === 'itemMention' && isAlone($from.parent);
  return { href: link.href, card: isCard($from.parent) ? 'shown' : mayBeCard ? 'offered' : null };
}

/** Whether a mention is selected. */
export function isMentionSelected(editor: Editor): boolean {
  return selectedIn(editor) !== null;
}

/** A card has its paragraph for itself, without the blanks that were typed around it. */
function showAsCard(editor: Editor, card: boolean): void {
  const { $from } = editor.state.selection;
  const { id } = editor.getAttributes('itemMention');
  const within = { from: $from.start(), to: $from.end() };
  editor
    .chain()
    .focus()
    .insertContentAt(within, { type: 'itemMention', attrs: { id, card } })
    .setNodeSelection(within.from)
    .run();
}

/** What can be done with the mention that is selected. */
export function MentionTools({ editor }: { editor: Editor }) {
  const selected = useEditorState({ editor, selector: ({ editor: now }) => selectedIn(now) });
  if (selected === null) return null;
  return (
    <>
      <OpenTool href={selected.href}>{MENTION_TOOLS.open}</OpenTool>
      {selected.card === 'offered' ? (
        <Tool icon={IconArticle} label={MENTION_TOOLS.asCard} onClick={() => showAsCard(editor, true)} />
      ) : null}
      {selected.card === 'shown' ? (
        <Tool icon={IconLetterT} label={MENTION_TOOLS.asTitle} onClick={() => showAsCard(editor, false)} />
      ) : null}
      <Tool
        icon={IconTrash}
        label={MENTION_TOOLS.remove}
        onClick={() => editor.chain().focus().deleteSelection().run()}
      />
      {selected.card === 'shown' ? null : (
        <div className={classes.behind}>
          <LinkCard href={selected.href} />
        </div>
      )}
    </>
  );
}
