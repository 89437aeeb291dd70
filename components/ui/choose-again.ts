import type { MouseEvent } from 'react';

/** For a file field: the same file may be chosen again after a change, which would be no news to a field that holds it. */
export function chooseAgain(event: MouseEvent<HTMLInputElement>): void {
  event.currentTarget.value = '';
}
