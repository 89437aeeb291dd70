import { Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconLink, IconTrash } from '@tabler/icons-react';
import { NodeSelection, Selection, type Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { keysInWords } from '@/components/ui/keys';
import { ICON } from '@/components/ui/theme';
import { sayDone, sayWrong } from '@/components/ui/toast';
import { BLOCKS, type Block, CALLOUTS } from '../blocks';
import { copyText } from '../copy-text';
import classes from '../editor.module.css';
import { WORDS } from '../labels';
import { addressOfHeading } from '../outline/heading-address';
import type { ToolIcon } from '../tool';
import { deleteBlocks, duplicateBlocks, moveBlocks } from './block-acts';
import { blockAt, selectedBlocks } from './block-range';

/** The blocks that an act is about: the one that begins at `at`, or those of the selection. */
function blocksAt(editor: Editor, at: number | null) {
  return at === null ? selectedBlocks(editor.state) : blockAt(editor.state.doc.resolve(at));
}

function change(editor: Editor, tr: Transaction | null | undefined): void {
  if (tr) editor.view.dispatch(tr.scrollIntoView());
}

/** Moves the blocks of the selection. @returns true: the key was meant for nothing else */
export function moveByKey(editor: Editor, step: -1 | 1): boolean {
  const range = selectedBlocks(editor.state);
  change(editor, range && moveBlocks(editor.state, range, step));
  return true;
}

function turnInto(editor: Editor, at: number | null, block: Block): void {
  const { selection, doc } = editor.state;
  const node = at === null ? null : doc.nodeAt(at);
  const isInside = at !== null && node !== null && selection.from > at && selection.to < at + node.nodeSize;
  if (at !== null && node && !isInside) {
    const near = node.isAtom ? NodeSelection.create(doc, at) : Selection.near(doc.resolve(at + 1));
    editor.view.dispatch(editor.state.tr.setSelection(near));
  }
  block.apply(editor, {});
}

async function copyAddress(editor: Editor, at: number): Promise<void> {
  const address = addressOfHeading(editor.state.doc, at, window.location);
  if (address !== null && (await copyText(address))) sayDone(WORDS.addressCopied);
  else sayWrong(WORDS.notCopied);
}

function headingIn(editor: Editor, at: number | null): number | null {
  const range = blocksAt(editor, at);
  if (!range || range.endIndex - range.startIndex !== 1) return null;
  return range.parent.child(range.startIndex).type.name === 'heading' ? range.start : null;
}

type Act = { label: string; icon: ToolIcon; keys?: string; run: () => void };

function actsOn(editor: Editor, at: number | null): Act[] {
  const make = (build: (range: NonNullable<ReturnType<typeof blocksAt>>) => Transaction | null) => () => {
    const range = blocksAt(editor, at);
    change(editor, range && build(range));
  };
  const heading = headingIn(editor, at);
  const acts: Act[] = [
    {
      label: WORDS.moveUp,
      icon: IconArrowUp,
      keys: 'Alt-Shift-↑',
      run: make((range) => moveBlocks(editor.state, range, -1)),
    },
    {
      label: WORDS.moveDown,
      icon: IconArrowDown,
      keys: 'Alt-Shift-↓',
      run: make((range) => moveBlocks(editor.state, range, 1)),
    },
    { label: WORDS.duplicate, icon: IconCopy, run: make((range) => duplicateBlocks(editor.state, range)) },
  ];
  if (heading !== null)
    acts.push({ label: WORDS.copyAddress, icon: IconLink, run: () => void copyAddress(editor, heading) });
  acts.push({ label: WORDS.deleteBlock, icon: IconTrash, run: make((range) => deleteBlocks(editor.state, range)) });
  return acts;
}

/**
 * What can be done with a block, for a menu that is open: the block at `at`, or those of the selection where it is null.
 */
export function BlockMenuItems({ editor, at }: { editor: Editor; at: number | null }) {
  return (
    <>
      {actsOn(editor, at).map(({ label, icon: Icon, keys, run }) => (
        <Menu.Item
          key={label}
          leftSection={<Icon {...ICON} />}
          rightSection={keys ? <span className={classes.keys}>{keysInWords(keys)}</span> : null}
          onClick={run}
        >
          {label}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{WORDS.turnInto}</Menu.Label>
      {[...BLOCKS, ...CALLOUTS].map((block) => (
        <Menu.Item key={block.name} leftSection={<block.icon {...ICON} />} onClick={() => turnInto(editor, at, block)}>
          {block.label}
        </Menu.Item>
      ))}
    </>
  );
}
