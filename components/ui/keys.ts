/** Keys that work everywhere, as `?` shows them. `inTurn` marks keys pressed one after the other. */
export type KeyHint = { keys: readonly string[]; inTurn?: boolean; does: string };

/** "⌘ K" on Apple's systems, "Ctrl K" elsewhere, for keys written as `Mod-K`. */
export function keysInWords(combination: string): string {
  const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
  return combination
    .replace('Mod', apple ? '⌘' : 'Ctrl')
    .replace('Shift', apple ? '⇧' : 'Shift')
    .replaceAll('-', ' ');
}

/** Whatever takes typing keeps its keys to itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.has(target.type);
  return ['combobox', 'menu', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'listbox', 'option'].includes(
    target.getAttribute('role') ?? '',
  );
}

const NOT_TYPED_INTO = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'file', 'image']);

/** A dialog that is open takes the keys: the page below is not to move. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** A menu, a list or a popover that is open closes on Esc by itself: the page stays where it is. */
export function isFloatOpen(): boolean {
  const floats = document.querySelectorAll('[role="menu"], [role="listbox"], [role="dialog"]');
  // Closed ones may stay in the document, hidden.
  return [...floats].some((float) => float.checkVisibility());
}

/** A plain key: no control, command or alt with it. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
}
