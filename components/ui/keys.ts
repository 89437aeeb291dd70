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

/** Where somebody typed last, until they go elsewhere themselves. */
let typedInto: Element | null = null;

/**
 * Listens for where somebody types. Whoever types goes on for a while after the field is gone (an editor that closes,
 * a page that is taken away), and what they type then is no command: until a press, Tab, Esc or a focus says that they
 * look elsewhere, their keys count as typed. @returns stops listening
 */
export function watchTyping(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (takesTyping(event.target)) typedInto = endsTyping(event) ? null : (event.target as Element);
  };
  const onElsewhere = ({ target }: Event) => {
    // A list or a page that catches the focus of what is gone is nobody's own doing.
    const caught = target instanceof HTMLElement && target.matches('main, body');
    if (target !== typedInto && !caught) typedInto = null;
  };
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('focusin', onElsewhere);
  document.addEventListener('pointerdown', endTyping, true);
  return () => {
    document.removeEventListener('keydown', onKey, true);
    document.removeEventListener('focusin', onElsewhere);
    document.removeEventListener('pointerdown', endTyping, true);
  };
}

/** Ends a rest of `typedInto`: the next key is a command again. */
export function endTyping(): void {
  typedInto = null;
}

/** These finish with a field; Enter does so where it sends. In a text they stay, and only going elsewhere ends it. */
function endsTyping({ key, target }: KeyboardEvent): boolean {
  const is = (what: string) => target instanceof HTMLElement && target.matches(what);
  if (is('[role="textbox"]')) return false;
  return key === 'Escape' || key === 'Tab' || (key === 'Enter' && !is('textarea'));
}

/** Whatever takes typing keeps its keys to itself; so does, for whoever is still typing, a field that has gone. */
export function isTyping(target: EventTarget | null): boolean {
  const isNowhere = target instanceof HTMLElement && target.matches('main, body');
  return takesTyping(target) || (isNowhere && typedInto !== null && !typedInto.isConnected);
}

function takesTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.has(target.type);
  // A text that is locked while somebody types in it is still where they type.
  return ['textbox', 'combobox', 'menu', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'listbox', 'option'].includes(
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
