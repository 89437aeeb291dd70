import type { Editor, Range } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { followPlaces } from '../followed-places';
import type { MentionChoice } from './mention-door';

/** So long an answer is waited for; then the key does what it does anywhere else. */
const WAITS_MS = 1_500;

type Put = (range: Range, choice: MentionChoice) => void;

/** Has a key do at a place what it does there; the caret stays with the letters at which it stands meanwhile. */
function pressAt(editor: Editor, place: number, event: KeyboardEvent): void {
  const { view } = editor;
  const press = () => view.someProp('handleKeyDown', (handle) => handle(view, event));
  const { selection } = view.state;
  if (selection.empty && selection.from === place) {
    press();
    return;
  }
  const own = followPlaces(editor, selection.anchor, selection.head);
  const stand = (anchor: number, head: number) => {
    const { tr } = view.state;
    view.dispatch(tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head))));
  };
  stand(place, place);
  press();
  const [anchor = place, head = place] = own.now();
  own.end();
  stand(anchor, head);
}

/**
 * Enter or Tab that came before the answer to what is typed at a sign. The menu is closed by it and one types on; when the
 * answer comes, its first stands where the name was typed, and what was typed after the key stands behind that. Without an
 * answer the key is pressed there after all, so that nothing comes to another place than with a quick answer.
 */
export class KeptKey {
  private kept: { place: () => number | null; settle: (choice?: MentionChoice) => void; forget: () => void } | null =
    null;

  /** @param range what is typed at the sign; the caret stands at its end */
  keep(editor: Editor, range: Range, event: KeyboardEvent, answer: Promise<MentionChoice[]>, put: Put): void {
    const wordsIn = ({ from, to }: Range) => {
      const { doc } = editor.state;
      return to > doc.content.size ? null : doc.textBetween(from, to, '\n', '￼');
    };
    const words = wordsIn(range);
    const followed = followPlaces(editor, range.from);
    let isOver = false;
    const forget = () => {
      isOver = true;
      followed.end();
      if (this.kept === kept) this.kept = null;
    };
    // Null where what was asked about is not there as it was.
    const rangeNow = () => {
      const [from = 0] = followed.now();
      const now = { from, to: from + range.to - range.from };
      return wordsIn(now) === words ? now : null;
    };
    const settle = (choice?: MentionChoice) => {
      if (isOver) return;
      const now = editor.isDestroyed || !editor.isEditable ? null : rangeNow();
      forget();
      if (now && choice) put(now, choice);
      else if (now) pressAt(editor, now.to, event);
    };
    const kept = { place: () => rangeNow()?.to ?? null, settle, forget };
    this.kept = kept;
    const timer = setTimeout(settle, WAITS_MS);
    void answer.then(([first]) => settle(first)).finally(() => clearTimeout(timer));
  }

  /** Waits no longer. @returns whether a key was waiting */
  press = (): boolean => {
    const { kept } = this;
    kept?.settle();
    return kept !== null;
  };

  /** Takes the key back if it was the last that was pressed. @returns whether it was */
  takeBack = ({ selection }: Editor['state']): boolean => {
    const { kept } = this;
    if (!kept || !selection.empty || selection.from !== kept.place()) return false;
    kept.forget();
    return true;
  };
}
