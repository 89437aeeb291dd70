import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { mergeWords, placeAfter } from './merge-words';

/** What stands in a field: what it began from, and what was made of that. */
export type Draft = {
  from: string;
  typed: string;
  /** What a colleague made of it meanwhile, where that cannot be put together with what was typed. */
  elsewhere: string | null;
};

/**
 * A field once what it is about is this: it takes over what a colleague wrote, together with what was typed in it.
 * @param most as many characters of both together; where they are more, what was typed stays, and the other is told beside
 *   it. null for what is one as a whole, as an address
 */
export function takenOver(draft: Draft, value: string, most: number | null): Draft {
  const { from, typed } = draft;
  if (value === from) return draft;
  if (value === typed || typed === from) return { from: value, typed: value, elsewhere: null };
  const ofBoth = mergeWords(from, typed, value);
  const fits = most !== null && ofBoth.length <= most;
  return fits ? { from: value, typed: ofBoth, elsewhere: null } : { from: value, typed, elsewhere: value };
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * What is typed into a field that begins from what a text says, which colleagues may change meanwhile. The caret stays
 * beside the letters where it was.
 */
export function useDraft(
  value: string,
  field: RefObject<Field | null>,
  most: number | null,
): { typed: string; type: (typed: string) => void; elsewhere: string | null } {
  const [draft, setDraft] = useState<Draft>({ from: value, typed: value, elsewhere: null });
  const chosen = useRef<[start: number, end: number] | null>(null);
  const now = takenOver(draft, value, most);
  if (now !== draft) {
    setDraft(now);
    const { selectionStart = null, selectionEnd = null } = field.current ?? {};
    if (now.typed !== draft.typed && selectionStart !== null && selectionEnd !== null) {
      const place = (at: number) => placeAfter(draft.typed, now.typed, at);
      chosen.current = [place(selectionStart), place(selectionEnd)];
    }
  }
  useLayoutEffect(() => {
    // Browsers put the caret at the end of what they are given.
    if (chosen.current && document.activeElement === field.current) field.current?.setSelectionRange(...chosen.current);
    chosen.current = null;
  });
  const type = (typed: string) => setDraft((before) => ({ ...before, typed }));
  return { typed: now.typed, type, elsewhere: now.elsewhere };
}
