import { IconListTree, IconSearch } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { FindBar } from './find/find-bar';
import { useFind } from './find/use-find';
import { BlockHandle } from './handle/block-handle';
import { WORDS } from './labels';
import { LeaveHint } from './leave-hint';
import type { MentionNames } from './mentions';
import { OutlineMenu, OutlinePanel, useTextFacts } from './outline/outline';
import classes from './outline/outline.module.css';
import { useOutlineRoom } from './outline/use-room';
import { SlashList } from './slash/slash-list';
import { Tool } from './tool';
import type { ToolDoors } from './tool-extensions';
import { TouchBar, type TouchBarProps } from './touch/touch-bar';

type Room = ReturnType<typeof useOutlineRoom>;

type OutlineProps = { editor: Editor; room: Room; names: MentionNames | undefined };

/** The outline as a tool of the bar: its menu where there is no room beside the text, or what unfolds it. */
function OutlineTool({ editor, room, names, up }: OutlineProps & { up: boolean }) {
  const facts = useTextFacts(editor, names);
  if (room.width === null)
    return <OutlineMenu editor={editor} facts={facts} position={up ? 'top-start' : 'bottom-start'} />;
  if (!room.isFolded) return null;
  return <Tool icon={IconListTree} label={WORDS.showOutline} onClick={() => room.fold(false)} />;
}

function OutlineBeside({ editor, room, names }: OutlineProps) {
  const facts = useTextFacts(editor, names);
  if (room.width === null || room.isFolded) return null;
  return (
    <div className={classes.place} style={{ width: room.width }}>
      <OutlinePanel editor={editor} facts={facts} onFold={() => room.fold(true)} />
    </div>
  );
}

export type EditorTools = {
  /** For the element around editor and bars. */
  onKeyDown: (event: KeyboardEvent) => void;
  /** Stand in the bar above the text. */
  bar: ReactNode;
  /** Stands below that bar, in sight with it. */
  head: ReactNode;
  /** Stands beside the text. */
  beside: ReactNode;
  /** Lies in the page, over the text. */
  over: ReactNode;
  /** Stands at the foot of a phone. */
  foot: ReactNode;
};

type Around = {
  root: RefObject<HTMLElement | null>;
  page: RefObject<HTMLElement | null>;
  writing: boolean;
  doors: ToolDoors;
  /** Whether a link is being set or changed, and by whom its items are found. */
  link: Pick<TouchBarProps, 'door' | 'linking'>;
  /** Of whom and what the text mentions. */
  names: MentionNames | undefined;
};

/** The tools around a text: slash menu, handles, find and replace, outline, and the bar of a phone. */
export function useEditorTools(editor: Editor | null, around: Around): EditorTools {
  const { root, page, writing, doors, link, names } = around;
  const find = useFind(editor, writing);
  const room = useOutlineRoom(root, editor !== null);
  if (!editor) return { onKeyDown: find.onKeyDown, bar: null, head: null, beside: null, over: null, foot: null };
  const looks = (up: boolean) => (
    <>
      <OutlineTool editor={editor} room={room} names={names} up={up} />
      <Tool icon={IconSearch} label={WORDS.findBar} keys="Mod-F" onClick={() => find.open(false)} />
    </>
  );
  return {
    onKeyDown: find.onKeyDown,
    bar: looks(false),
    head: (
      <>
        {find.opening ? (
          <FindBar editor={editor} opening={find.opening} writing={writing} onClose={find.close} />
        ) : null}
        {writing ? <LeaveHint leaving={doors.leaving} /> : null}
      </>
    ),
    beside: <OutlineBeside editor={editor} room={room} names={names} />,
    over: writing ? (
      <>
        <SlashList editor={editor} store={doors.slash} />
        <BlockHandle editor={editor} page={page} openRef={doors.openBlockMenu} />
      </>
    ) : null,
    foot: writing ? <TouchBar editor={editor} doors={doors} {...link} more={looks(true)} /> : null,
  };
}
