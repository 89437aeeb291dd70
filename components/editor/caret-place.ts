import type { Editor } from '@tiptap/react';
import { relativePositionToAbsolutePosition, ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** Where in the window a caret is brought to, and where it may be without being brought anywhere; shares of its height. */
const RESTS_AT = 0.4;
const HIGHEST = 0.2;
const LOWEST = 0.75;
const SNIPPET_CHARACTERS_MAX = 60;

type Cursor = { head?: unknown };

/** Where the caret of a tab stands in the text; null when it stands nowhere. What others say may be anything. */
function placeIn(editor: Editor, state: Record<string, unknown> | undefined): number | null {
  const sync = ySyncPluginKey.getState(editor.state);
  const head = (state?.cursor as Cursor | null | undefined)?.head;
  if (!sync?.binding || typeof head !== 'object' || head === null) return null;
  try {
    const relative = Y.createRelativePositionFromJSON(head);
    const place = relativePositionToAbsolutePosition(sync.doc, sync.type, relative, sync.binding.mapping);
    return place === null ? null : Math.min(place, editor.state.doc.content.size);
  } catch {
    return null;
  }
}

/** Remembers in which of their tabs a person did something last: there they are. */
export class LastMoved {
  private readonly awareness: Awareness;
  private readonly moves = new Map<number, number>();
  private count = 0;

  constructor(awareness: Awareness) {
    this.awareness = awareness;
  }

  /** @returns stops watching */
  watch(): () => void {
    const onChange = ({ added, updated }: { added: number[]; updated: number[] }) => {
      this.count += 1;
      for (const clientId of [...added, ...updated]) this.moves.set(clientId, this.count);
    };
    this.awareness.on('change', onChange);
    return () => this.awareness.off('change', onChange);
  }

  /** @returns the place of the caret that moved last; null when none of these tabs has one */
  placeOf(editor: Editor, clientIds: readonly number[]): number | null {
    const states = this.awareness.getStates();
    const latestFirst = [...clientIds].sort((one, other) => (this.moves.get(other) ?? 0) - (this.moves.get(one) ?? 0));
    for (const clientId of latestFirst) {
      const place = placeIn(editor, states.get(clientId));
      if (place !== null) return place;
    }
    return null;
  }
}

/** Scrolls until a place in the text stands well in the window. @param always also where it is in sight already */
export function bringIntoView({ view }: Editor, place: number, always: boolean): void {
  const { node } = view.domAtPos(place);
  const element = node instanceof Element ? node : node.parentElement;
  const { top } = view.coordsAtPos(place);
  const { innerHeight } = window;
  if (!always && top > innerHeight * HIGHEST && top < innerHeight * LOWEST) return;
  // What scrolls sideways, such as a wide table, as well.
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  window.scrollBy({ top: view.coordsAtPos(place).top - innerHeight * RESTS_AT });
}

/** The beginning of the block that a place is in, for those who do not see where it is. */
export function wordsAt({ state }: Editor, place: number): string {
  const text = state.doc.resolve(place).parent.textContent.trim();
  return text.length > SNIPPET_CHARACTERS_MAX ? `${text.slice(0, SNIPPET_CHARACTERS_MAX)}…` : text;
}
