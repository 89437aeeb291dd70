import { IconLock } from '@tabler/icons-react';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { type ComponentType, useEffect, useSyncExternalStore } from 'react';
import { ItemFacts } from '@/components/knowledge/mentions/item-card';
import { MENTION_WORDS } from '@/components/knowledge/mentions/labels';
import { personWords } from '@/components/knowledge/mentions/mention';
import classes from '@/components/knowledge/mentions/mentions.module.css';
import { ICON } from '@/components/ui/theme';
import type { MentionNames } from './mention-names';

/** What is known of one mention, kept in step. Undefined: it is being asked for. */
function useNamed<Kind extends 'person' | 'item'>(names: MentionNames, kind: Kind, id: string) {
  useSyncExternalStore(names.subscribe, names.getVersion, names.getVersion);
  useEffect(() => names.want(kind, id), [names, kind, id]);
  return names[kind](id) as ReturnType<MentionNames[Kind]>;
}

/** A person in a text that is written, and whether they cannot open it. */
export function personView(names: MentionNames): ComponentType<ReactNodeViewProps> {
  return function PersonView({ node }) {
    const id = String(node.attrs.id);
    const person = useNamed(names, 'person', id);
    const outside = person && names.isOutside(id) ? MENTION_WORDS.outside(person.name) : null;
    const isHere = person != null && !person.left;
    return (
      <NodeViewWrapper
        as="span"
        data-mention="person"
        className={isHere ? classes.person : `${classes.person} ${classes.left}`}
      >
        {person === undefined ? `@${MENTION_WORDS.asking}` : personWords(person)}
        {outside === null ? null : (
          <span role="img" aria-label={outside} title={outside} className={classes.outside}>
            <IconLock {...ICON} size={14} />
          </span>
        )}
      </NodeViewWrapper>
    );
  };
}

/** An item in a text that is written: its title, or a card where it stands alone and is to be one. */
export function itemView(names: MentionNames): ComponentType<ReactNodeViewProps> {
  return function ItemView({ node, decorations }) {
    const item = useNamed(names, 'item', String(node.attrs.id));
    if (decorations.some((decoration) => decoration.spec.kind === 'card'))
      return (
        <NodeViewWrapper as="span" data-card="" className={classes.card}>
          {item === undefined ? MENTION_WORDS.asking : <ItemFacts item={item} />}
        </NodeViewWrapper>
      );
    return (
      <NodeViewWrapper
        as="span"
        data-mention="item"
        data-id={node.attrs.id}
        className={item === null ? classes.unknown : classes.item}
      >
        {item === undefined ? MENTION_WORDS.asking : (item?.title ?? MENTION_WORDS.nothing)}
      </NodeViewWrapper>
    );
  };
}
