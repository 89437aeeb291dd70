'use client';

import {
  type FocusEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { LinkCard, subjectOfLink } from './link-card';
import classes from './link-cards.module.css';

/** Whoever moves over a link on the way elsewhere gets no card; whoever moves to the card keeps it. */
const OPEN_AFTER_MS = 350;
const CLOSE_AFTER_MS = 200;
const GAP_PX = 6;
const MARGIN_PX = 8;
/** A card in the text says all of it already. */
const LINKS = 'a[href]:not([data-card], [data-tool]), [data-mention="item"]:not([data-card])';

type Shown = { link: HTMLElement; href: string };

function hrefOf(link: HTMLElement): string {
  return link.getAttribute('href') ?? `/library/${link.dataset.id}`;
}

function linkAt(target: EventTarget): Shown | null {
  const link = target instanceof Element ? target.closest<HTMLElement>(LINKS) : null;
  return link && subjectOfLink(hrefOf(link)) ? { link, href: hrefOf(link) } : null;
}

/** Shows after a while, and goes after a while, so that the pointer can travel. */
function useShown() {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (next: Shown | null) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(next), next ? OPEN_AFTER_MS : CLOSE_AFTER_MS);
  };
  const now = (next: Shown | null) => {
    clearTimeout(timer.current);
    setShown(next);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return { shown, later, now, stay: () => clearTimeout(timer.current) };
}

/** Esc takes the card away and does nothing else; so do other keys, and scrolling, from under which it would not move. */
function useWayOut(isShown: boolean, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!isShown) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') event.stopImmediatePropagation();
      latest.current();
    };
    const onScroll = () => latest.current();
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('scroll', onScroll, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('scroll', onScroll, true);
    };
  }, [isShown]);
}

/**
 * Text in which a link says what it leads to: to the pointer that rests on it and to the keyboard that reaches it.
 * A finger follows the link.
 */
export function LinkCards({ children }: { children: ReactNode }) {
  const id = useId();
  const { shown, later, now, stay } = useShown();
  useWayOut(shown !== null, () => now(null));
  /** The link that was pressed: whoever presses one wants to go, or to change it, and has seen enough. */
  const pressed = useRef<HTMLElement | null>(null);
  /** Whose card is on its way. */
  const coming = useRef<HTMLElement | undefined>(undefined);
  const onPointerMove = ({ target, pointerType, movementX, movementY }: PointerEvent) => {
    // Where the text moves under a pointer that rests, nobody points at anything.
    if (pointerType !== 'mouse' || (movementX === 0 && movementY === 0)) return;
    const link = linkAt(target);
    if (link && link.link === pressed.current) return;
    pressed.current = null;
    if (link?.link === shown?.link) stay();
    else if (link?.link !== coming.current) later(link);
    coming.current = link?.link;
  };
  const onPointerDown = ({ target }: PointerEvent) => {
    pressed.current = linkAt(target)?.link ?? null;
    now(null);
  };
  const onFocus = ({ target }: FocusEvent) => {
    const link = linkAt(target);
    if (link && target.matches(':focus-visible')) now(link);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the links in it, which are what one can reach
    <div
      onPointerMove={onPointerMove}
      onPointerLeave={() => {
        coming.current = undefined;
        later(null);
      }}
      onPointerDown={onPointerDown}
      onFocus={onFocus}
      onBlur={() => now(null)}
    >
      {children}
      {shown ? <Floating key={shown.href} id={id} shown={shown} onStay={stay} /> : null}
    </div>
  );
}

/** Below its link, above it where there is no room, never beside the window. */
function place(card: HTMLElement, link: HTMLElement): void {
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const isBelow = at.bottom + GAP_PX + height + MARGIN_PX <= window.innerHeight || at.top < height + GAP_PX;
  const left = Math.min(at.left, window.innerWidth - width - MARGIN_PX);
  card.style.left = `${Math.max(left, MARGIN_PX)}px`;
  card.style.top = `${isBelow ? at.bottom + GAP_PX : at.top - GAP_PX - height}px`;
}

type FloatingProps = { id: string; shown: Shown; onStay: () => void };

function Floating({ id, shown: { link, href }, onStay }: FloatingProps) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = card;
    if (!current) return;
    place(current, link);
    const watcher = new ResizeObserver(() => place(current, link));
    watcher.observe(current);
    link.setAttribute('aria-describedby', id);
    return () => {
      watcher.disconnect();
      link.removeAttribute('aria-describedby');
    };
  }, [id, link]);
  return (
    <div
      ref={card}
      id={id}
      role="tooltip"
      className={classes.card}
      onPointerMove={(event) => {
        event.stopPropagation();
        onStay();
      }}
    >
      <LinkCard href={href} />
    </div>
  );
}
