import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconListTree } from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { keepInSight } from '@/components/ui/list-step';
import { ICON } from '@/components/ui/theme';
import { readingMinutes } from '@/server/domains/knowledge/outline.rules';
import editorClasses from '../editor.module.css';
import { WORDS } from '../labels';
import type { MentionNames } from '../mentions';
import classes from './outline.module.css';
import { type OutlineHeading, type TextFacts, textFactsStore } from './text-facts';

/** A heading is the current one when it is no further down than this, as a part of the window's height. */
const READ_AT = 0.3;
/** Of the marked heading's neighbours in the outline one is seen too. */
const NEIGHBOUR_PX = 32;

/** @returns what the outline and the count show */
export function useTextFacts(editor: Editor, names: MentionNames | undefined): TextFacts {
  const store = useMemo(() => textFactsStore(editor, names), [editor, names]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

function elementOf(editor: Editor, { pos }: OutlineHeading): HTMLElement | null {
  const dom = editor.isDestroyed ? null : editor.view.nodeDOM(pos);
  return dom instanceof HTMLElement && dom.matches('h1, h2, h3, h4, h5, h6') ? dom : null;
}

/** The heading one reads under now, by where the page is scrolled to. */
function useCurrentHeading(editor: Editor, headings: readonly OutlineHeading[]): number {
  const [current, setCurrent] = useState(-1);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      const line = window.innerHeight * READ_AT;
      let [low, high] = [0, headings.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        const heading = headings[middle];
        const top = heading && elementOf(editor, heading)?.getBoundingClientRect().top;
        if ((top ?? 0) <= line) low = middle + 1;
        else high = middle;
      }
      setCurrent(low - 1);
    };
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    soon();
    window.addEventListener('scroll', soon, { passive: true });
    window.addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', soon);
      window.removeEventListener('resize', soon);
    };
  }, [editor, headings]);
  return current;
}

/** What is marked stays in sight of a list that scrolls by itself. @returns for the list */
function useMarkInSight(current: number): RefObject<HTMLOListElement | null> {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const entry = list.current?.children[Math.max(current, 0)];
    if (!list.current || !entry) return;
    keepInSight(list.current, entry, NEIGHBOUR_PX);
  }, [current]);
  return list;
}

/** The caret goes into the heading, and the heading to the top of what one sees. */
function jumpTo(editor: Editor, heading: OutlineHeading): void {
  const element = elementOf(editor, heading);
  if (!element) return;
  editor
    .chain()
    .focus(null, { scrollIntoView: false })
    .setTextSelection(heading.pos + 1)
    .run();
  element.scrollIntoView({ block: 'start' });
}

/** Levels as deep as the page has them: a page that begins with headings of the second level is not indented. */
function indentOf(heading: OutlineHeading, headings: readonly OutlineHeading[]): number {
  return Math.min(heading.level - Math.min(...headings.map(({ level }) => level)), 3);
}

function Count({ facts: { words, characters, selected } }: { facts: TextFacts }) {
  return (
    <p className={classes.count} data-testid="text-count">
      {selected ? WORDS.selectedCount(selected.words, words, selected.characters) : WORDS.count(words, characters)}
      {selected ? null : <span>{WORDS.readingTime(readingMinutes(words))}</span>}
    </p>
  );
}

type Props = { editor: Editor; facts: TextFacts };

/** The outline beside the text, where there is room for it. */
export function OutlinePanel({ editor, facts, onFold }: Props & { onFold: () => void }) {
  const { headings } = facts;
  const current = useCurrentHeading(editor, headings);
  const list = useMarkInSight(current);
  return (
    <nav className={classes.panel} aria-label={WORDS.outline}>
      <div className={classes.head}>
        <span>{WORDS.outline}</span>
        <ActionIcon size={24} aria-label={WORDS.foldOutline} onClick={onFold}>
          <IconChevronRight {...ICON} size={16} />
        </ActionIcon>
      </div>
      {headings.length === 0 ? <p className={classes.none}>{WORDS.noHeadings}</p> : null}
      <ol ref={list} className={classes.list}>
        {headings.map((heading, index) => (
          <li key={heading.pos} data-indent={indentOf(heading, headings)}>
            <UnstyledButton
              className={classes.entry}
              aria-current={index === current ? 'true' : undefined}
              onClick={() => jumpTo(editor, heading)}
            >
              {heading.text || WORDS.emptyHeading}
            </UnstyledButton>
          </li>
        ))}
      </ol>
      <Count facts={facts} />
    </nav>
  );
}

/** The outline in a menu of the bar, where there is no room beside the text. @param position where it opens, seen from the bar */
export function OutlineMenu({ editor, facts, position }: Props & { position: 'bottom-start' | 'top-start' }) {
  const { headings } = facts;
  return (
    <Menu position={position} width={280} trapFocus returnFocus={false} menuItemTabIndex={0}>
      <Menu.Target>
        <ActionIcon
          size={30}
          variant="subtle"
          color="gray"
          className={editorClasses.tool}
          aria-label={WORDS.outline}
          title={WORDS.outline}
          tabIndex={-1}
          data-tool
        >
          <IconListTree {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={editorClasses.menu}>
        <Menu.Label>{headings.length === 0 ? WORDS.noHeadings : WORDS.outline}</Menu.Label>
        {headings.map((heading) => (
          <Menu.Item
            key={heading.pos}
            className={classes.item}
            data-indent={indentOf(heading, headings)}
            onClick={() => jumpTo(editor, heading)}
          >
            {heading.text || WORDS.emptyHeading}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label component="div">
          <Count facts={facts} />
        </Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
