import type { Editor, Range } from '@tiptap/core';
import type { SuggestionKeyDownProps, SuggestionMount, SuggestionProps } from '@tiptap/suggestion';
import { steppedRound } from '@/components/ui/list-step';
import { type Block, type BlockActs, insertBlock, matchingBlocks } from '../blocks';

/** What the slash menu shows: the blocks that answer what was typed, and which of them is chosen. */
export type SlashShown = { blocks: readonly Block[]; chosen: number; mount: SuggestionMount };

/** Between the editor, which tells what is typed after the slash and which keys are pressed, and the list that is seen. */
export class SlashStore {
  private shown: SlashShown | null = null;
  private place: { editor: Editor; range: Range } | null = null;
  /** Whether the choice is one's own, and not just the first. */
  private hasWalked = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly acts: () => BlockActs) {}

  get = (): SlashShown | null => this.shown;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What was typed has changed. The best block is chosen; whoever has walked to another stays with it while it answers. */
  update = ({ editor, range, query, mount }: SuggestionProps): void => {
    const blocks = matchingBlocks(this.acts(), query);
    const before = this.hasWalked ? this.shown?.blocks[this.shown.chosen] : undefined;
    const kept = before ? blocks.indexOf(before) : -1;
    this.hasWalked = kept >= 0;
    this.place = { editor, range };
    this.show(blocks.length === 0 ? null : { blocks, chosen: Math.max(0, kept), mount: this.shown?.mount ?? mount });
  };

  close = (): void => {
    this.place = null;
    this.hasWalked = false;
    this.show(null);
  };

  /** @returns whether the key was the menu's */
  onKeyDown = ({ event }: SuggestionKeyDownProps): boolean => {
    if (!this.shown || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return false;
    if (event.key === 'Enter' || event.key === 'Tab') {
      this.run(this.shown.chosen);
      return true;
    }
    const chosen = steppedRound(event.key, this.shown.chosen, this.shown.blocks.length);
    if (chosen === null) return false;
    this.choose(chosen);
    return true;
  };

  /** By an arrow or the pointer. */
  choose(chosen: number): void {
    this.hasWalked = true;
    if (this.shown && this.shown.chosen !== chosen) this.show({ ...this.shown, chosen });
  }

  /** Puts the block where the slash and what follows it stood. */
  run(index: number): void {
    const block = this.shown?.blocks[index];
    if (!block || !this.place) return;
    const { editor, range } = this.place;
    editor.chain().focus().deleteRange(range).run();
    insertBlock(editor, block, this.acts());
  }

  private show(shown: SlashShown | null): void {
    this.shown = shown;
    for (const listener of this.listeners) listener();
  }
}
