'use client';

import { createContext, useContext, useLayoutEffect, useRef, useState } from 'react';

type Look = () => boolean;

/** Who can say whether something typed is not sent yet. */
export class Dirt {
  private readonly looks = new Set<Look>();

  /** @returns takes the form out again */
  add(look: Look): () => void {
    this.looks.add(look);
    return () => void this.looks.delete(look);
  }

  isThere(): boolean {
    return [...this.looks].some((look) => look());
  }
}

/** Forms on the page itself, and dialogs that hold something: the keys ask before they lead away from it. */
export const pageDirt = new Dirt();
export const dialogDirt = new Dirt();

/** What this tab alone holds, in whatever it holds it: a step to another page would lose it. */
export const tabDirt = new Dirt();

/** Whether the server cannot be reached from here: a step to another page would end in one that the browser cannot load. */
export const noWayOut = new Dirt();

/** Where a form reports: to the dialog it stands in, or to the page. */
export const DirtContext = createContext<Dirt>(pageDirt);

/** Whether two values of a form are the same: what was typed and taken back again is nothing typed. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Every form reports here. It is asked when somebody is about to leave, not at every letter. */
export function useDirty(isDirty: Look): void {
  const dirt = useContext(DirtContext);
  const latest = useRef(isDirty);
  latest.current = isDirty;
  useLayoutEffect(() => dirt.add(() => latest.current()), [dirt]);
}

/** For a form that holds its value itself: it is dirty while the value is not the one it began with. */
export function useDirtyValue(value: unknown): void {
  const [first] = useState(value);
  useDirty(() => !isSame(value, first));
}
