import type { AnyExtension } from '@tiptap/core';
import type { Editor } from '@tiptap/react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { MENTION_WORDS } from '@/components/knowledge/mentions/labels';
import { sayDone } from '@/components/ui/toast';
import type { MentionChoice, MentionDoor } from './mention-door';
import { MentionMenu } from './mention-menu';
import { MentionMenuState } from './mention-menu-state';
import { mentionNodes } from './mention-nodes';
import { mentionSuggestion } from './mention-suggestion';
import { PastedAddress } from './pasted-address';

/** Whoever names somebody who cannot read it hears so at once; their mark in the text goes on saying it. */
function sayOutside(choice: MentionChoice): void {
  if (choice.kind === 'person' && choice.person.cannotOpen)
    sayDone(MENTION_WORDS.outsideSaid(choice.person.name), `outside-${choice.person.id}`);
}

export type Mentions = {
  /** In place of the schema's plain ones. */
  nodes: AnyExtension[];
  /** The menu, and what a pasted address becomes. */
  extensions: AnyExtension[];
  Menu: (props: { editor: Editor }) => ReactNode;
};

/** Mentions in an editor: one for its life. @param door null where there is nobody to ask */
export function useMentions(door: MentionDoor | undefined): Mentions | null {
  useEffect(() => {
    if (!door) return;
    const onFocus = () => door.names.refreshIfOld(Date.now());
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [door]);
  return useMemo(() => {
    if (!door) return null;
    const menu = new MentionMenuState();
    return {
      nodes: mentionNodes(door.names),
      extensions: [
        mentionSuggestion({ door, menu, onChosen: sayOutside }),
        PastedAddress.configure({ names: door.names }),
      ],
      Menu: ({ editor }: { editor: Editor }) => <MentionMenu editor={editor} state={menu} />,
    };
  }, [door]);
}
