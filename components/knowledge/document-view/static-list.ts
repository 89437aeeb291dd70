import { createElement, Fragment, type ReactNode } from 'react';

/** Children that are rendered once and never reordered, which therefore need no keys. */
export function staticList(children: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...children);
}
