import type { Editor } from '@tiptap/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { bringIntoView, LastMoved, wordsAt } from './caret-place';
import { WORDS } from './labels';
import type { Here } from './presence';
import type { EditorSession } from './session';

/** These scroll where nothing is typed. */
const SCROLLING_KEYS = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', ' ']);
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock']);

export type Following = {
  /** Whom one follows. */
  followed: Here | null;
  /** Scrolls to somebody's caret, once. */
  jumpTo: (person: Here) => void;
  /** Scrolls along with somebody, or stops it. */
  follow: (person: Here | null) => void;
  /** What is said aloud of it. */
  said: string;
};

/** Whether a key takes the page into one's own hands again. */
function takesOver(event: KeyboardEvent, text: HTMLElement): boolean {
  if (MODIFIERS.has(event.key)) return false;
  const { target } = event;
  if (target instanceof Node && text.contains(target)) return event.key !== 'Tab';
  const onControl = target instanceof Element && target.closest('button, input, select, textarea, [role="menu"]');
  return SCROLLING_KEYS.has(event.key) && !onControl;
}

/** Ends it as soon as one scrolls or types oneself, or presses Escape. @returns stops listening */
function onTakingOver(text: HTMLElement, stop: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // It has done its work: it leads nowhere else.
      event.preventDefault();
      event.stopPropagation();
      stop();
    } else if (takesOver(event, text)) {
      stop();
    }
  };
  const onMouseDown = (event: MouseEvent) => {
    // On the bar that scrolls the page.
    if (event.clientX >= document.documentElement.clientWidth) stop();
  };
  window.addEventListener('keydown', onKey, true);
  window.addEventListener('mousedown', onMouseDown, true);
  window.addEventListener('wheel', stop, { passive: true });
  window.addEventListener('touchmove', stop, { passive: true });
  text.addEventListener('beforeinput', stop);
  return () => {
    window.removeEventListener('keydown', onKey, true);
    window.removeEventListener('mousedown', onMouseDown, true);
    window.removeEventListener('wheel', stop);
    window.removeEventListener('touchmove', stop);
    text.removeEventListener('beforeinput', stop);
  };
}

/** Going where a colleague writes. @param people who is here; whoever is not any more is not followed either */
export function useFollowing(editor: Editor, session: EditorSession, people: readonly Here[]): Following {
  const moved = useMemo(() => new LastMoved(session.awareness), [session]);
  const [followedId, setFollowedId] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => moved.watch(), [moved]);
  const followed = people.find(({ id }) => id === followedId) ?? null;
  const clientIds = followed?.clientIds.join(' ') ?? '';

  const jumpTo = useCallback(
    (person: Here) => {
      const place = moved.placeOf(editor, person.clientIds);
      if (place === null) return setSaid(WORDS.noCaret(person.name));
      bringIntoView(editor, place, true);
      setSaid(WORDS.caretAt(person.name, wordsAt(editor, place)));
    },
    [editor, moved],
  );
  const follow = useCallback(
    (person: Here | null) => {
      setFollowedId(person?.id ?? null);
      setSaid(person ? WORDS.following(person.name) : WORDS.notFollowing);
      if (person) jumpTo(person);
      if (person) setSaid(WORDS.following(person.name));
    },
    [jumpTo],
  );

  useEffect(() => {
    if (followedId !== null && !followed) setFollowedId(null);
  }, [followedId, followed]);

  useEffect(() => {
    if (clientIds === '') return;
    const ids = clientIds.split(' ').map(Number);
    let frame = 0;
    const keepUp = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const place = editor.isDestroyed ? null : moved.placeOf(editor, ids);
        if (place !== null) bringIntoView(editor, place, false);
      });
    };
    keepUp();
    session.awareness.on('change', keepUp);
    editor.on('update', keepUp);
    const stopListening = onTakingOver(editor.view.dom, () => follow(null));
    return () => {
      cancelAnimationFrame(frame);
      session.awareness.off('change', keepUp);
      editor.off('update', keepUp);
      stopListening();
    };
  }, [clientIds, editor, session, moved, follow]);

  return { followed, jumpTo, follow, said };
}
