import { Component, createRef, type ReactNode } from 'react';
import classes from './following.module.css';

/** What a reader keeps their eyes on, and what may have moved: one line or one thing each. */
const PARTS = 'p, h2, h3, h4, h5, h6, pre, tr, figure';
/** Below what stands fixed at the head of the page. */
const HEAD_PX = 64;
/** So many parts are remembered by which the place is found again: one of them will not have changed. */
const REMEMBERED_MAX = 12;
/** How long a part shows that it has just changed. */
const FRESH_MS = 6_000;

type Props = { etag: string; children: ReactNode };
type Part = { words: string; at: number; top: number };
type Before = { words: ReadonlySet<string>; inSight: readonly Part[] };

const wordsOf = (part: Element): string => part.textContent ?? '';

/** @returns which of the parts with the same words is nearest to where it stood among them */
function again(parts: readonly Element[], { words, at }: Part): Element | undefined {
  const same = parts.flatMap((part, index) => (wordsOf(part) === words ? [{ part, away: Math.abs(index - at) }] : []));
  return same.sort((one, other) => one.away - other.away)[0]?.part;
}

/**
 * Keeps the reader's place when the text around it becomes another: what they read stays where it is in the window, and
 * what has changed shows it for a moment. A class, as only those are asked just before the page changes.
 */
export class KeepPlace extends Component<Props> {
  private readonly root = createRef<HTMLDivElement>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  private parts(): Element[] {
    return [...(this.root.current?.querySelectorAll(PARTS) ?? [])];
  }

  override getSnapshotBeforeUpdate(before: Props): Before | null {
    if (before.etag === this.props.etag) return null;
    const parts = this.parts();
    const placed = parts.map((part, at) => ({ words: wordsOf(part), at, ...part.getBoundingClientRect().toJSON() }));
    return {
      words: new Set(parts.map(wordsOf)),
      inSight: placed.filter(({ bottom, words }) => bottom > HEAD_PX && words !== '').slice(0, REMEMBERED_MAX),
    };
  }

  override componentDidUpdate(_props: Props, _state: unknown, before: Before | null): void {
    if (!before) return;
    const parts = this.parts();
    // Whoever is at the beginning stays there.
    if (window.scrollY > 0) this.comeBack(parts, before.inSight);
    for (const part of parts) part.toggleAttribute('data-fresh', !before.words.has(wordsOf(part)));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const part of parts) part.removeAttribute('data-fresh');
    }, FRESH_MS);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  private comeBack(parts: readonly Element[], inSight: readonly Part[]): void {
    for (const part of inSight) {
      const found = again(parts, part);
      if (!found) continue;
      window.scrollBy({ top: found.getBoundingClientRect().top - part.top, behavior: 'instant' });
      return;
    }
  }

  override render(): ReactNode {
    return (
      <div ref={this.root} className={classes.text}>
        {this.props.children}
      </div>
    );
  }
}
