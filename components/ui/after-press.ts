'use client';

let isPressed = false;
let waiting: (() => void)[] = [];

function release(): void {
  isPressed = false;
  const due = waiting;
  waiting = [];
  for (const act of due) act();
}

if (typeof window !== 'undefined') {
  const press = () => {
    isPressed = true;
  };
  // The click belongs to the same press and comes right after it is let go.
  const letGo = () => setTimeout(release, 0);
  window.addEventListener('mousedown', press, true);
  for (const end of ['mouseup', 'dragend']) window.addEventListener(end, letGo, true);
  // Not caught on its way down: that would be the blur of every field.
  window.addEventListener('blur', letGo);
}

/**
 * For what follows from leaving a field. A press elsewhere takes the focus away before it is let go: whatever moved in
 * between would slip away from under it, and the click would be lost. So it waits until the press is over.
 */
export function afterPress(act: () => void): void {
  if (isPressed) waiting.push(act);
  else act();
}
