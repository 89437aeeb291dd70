import { NodeSelection } from '@tiptap/pm/state';
import { CellSelection } from '@tiptap/pm/tables';
import { type Editor, useEditorState } from '@tiptap/react';
import { BubbleMenu } from '@tiptap/react/menus';
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react';
import classes from './editor.module.css';
import { ImageTools } from './image-tools';
import { WORDS } from './labels';
import { LinkForm } from './link-form';
import type { LinkPlace } from './link-place';
import { LinkTools } from './link-tools';
import type { MentionDoor } from './mentions';
import { MENTION_TOOLS } from './mentions/labels';
import { isMentionSelected, MentionTools } from './mentions/mention-tools';
import { FigureTools } from './nodes/figure-tools';
import { figureAt } from './nodes/insert-figure';
import { NODE_WORDS } from './nodes/labels';
import { placeForBar } from './table/bar-place';
import { TableTools } from './table-tools';
import { TextTools } from './text-tools';
import { Bar, type FocusRef } from './tool';
import { TOUCH, useTouch } from './touch/touch';
import type { FocusWish } from './use-focus-when-shown';
import type { Linking } from './use-linking';

/** What the bar speaks about. */
type BarSubject = 'text' | 'image' | 'figure' | 'link' | 'mention' | 'table';

const BAR_DELAY_MS = 80;
const BAR_KEY = 'selectionBar';
/** Below the selection: above it stand the page's bar and, on a phone, the system's own menu. */
const BAR_PLACE = { placement: 'bottom-start', offset: 8, flip: { padding: 8 }, shift: { padding: 8 } } as const;
const BAR_WORDS: Record<BarSubject, string> = {
  text: WORDS.selectionBar,
  image: WORDS.imageBar,
  figure: NODE_WORDS.figureBar,
  link: WORDS.linkBar,
  mention: MENTION_TOOLS.bar,
  table: WORDS.tableBar,
};
/** Marks what floats above the editor outside it, such as a menu of the bar: focus there still belongs to the bar. */
const FLOAT_MARK = 'data-editor-float';

/** Takes the bar away until the selection changes. */
export function hideBar(editor: Editor): void {
  editor.view.dispatch(editor.state.tr.setMeta(BAR_KEY, 'hide'));
}

/** What the selection gives the bar to do; null when there is nothing, and no bar is shown. */
function subjectOf(editor: Editor): BarSubject | null {
  const { selection } = editor.state;
  if (isMentionSelected(editor)) return 'mention';
  if (figureAt(editor.state) && (selection instanceof NodeSelection || selection.empty)) return 'figure';
  if (selection instanceof NodeSelection) return selection.node.type.name === 'image' ? 'image' : null;
  if (selection instanceof CellSelection) return 'table';
  if (!selection.empty) return editor.isActive('codeBlock') ? null : 'text';
  if (editor.isActive('link')) return 'link';
  return editor.isActive('table') ? 'table' : null;
}

/** Also when Tab has selected the words of a cell. On a phone the bar at its foot has these tools. */
function isAboutTable(editor: Editor): boolean {
  const subject = subjectOf(editor);
  return subject === 'table' || (subject === 'text' && editor.isActive('table') && !window.matchMedia(TOUCH).matches);
}

/** On a phone the bar at its foot has what words and a table need. */
function hasBar(subject: BarSubject | null): boolean {
  const isAtFoot = (subject === 'table' || subject === 'text') && window.matchMedia(TOUCH).matches;
  return subject !== null && !isAtFoot;
}

function hasFocus(editor: Editor, bar: HTMLElement): boolean {
  const { activeElement } = document;
  return editor.view.hasFocus() || bar.contains(activeElement) || activeElement?.closest(`[${FLOAT_MARK}]`) != null;
}

type SelectionBarProps = {
  editor: Editor;
  /** Whether the text can be changed now. */
  writing: boolean;
  /** Is given the way to put the focus into the bar. */
  focusRef: FocusRef;
  /** Is given the way to the field for what the chosen image shows. */
  describeRef: RefObject<(() => void) | null>;
  door: MentionDoor | undefined;
  /** Asks for another image for the figure at the selection; absent where none can be uploaded. */
  onReplaceImage: (() => void) | undefined;
  linking: Linking;
};

/** The wish to say what the chosen image shows. */
function useDescribing(describeRef: SelectionBarProps['describeRef'], subject: BarSubject | null): FocusWish {
  const [isWished, setWished] = useState(false);
  useEffect(() => {
    describeRef.current = () => setWished(true);
    return () => {
      describeRef.current = null;
    };
  }, [describeRef]);
  useEffect(() => {
    if (subject !== 'figure') setWished(false);
  }, [subject]);
  return { isWished, onHeard: () => setWished(false) };
}

/** Keeps the bar within the window. */
function useWithinWindow(editor: Editor, floating: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const { current } = floating;
    if (!current) return;
    // The plugin makes its element a stop for Tab; the tools inside are the stops.
    current.tabIndex = -1;
    // What a link leads to comes a moment later, and the bar would reach out of a narrow window with it.
    const watcher = new ResizeObserver(() => {
      if (!editor.isDestroyed) editor.view.dispatch(editor.state.tr.setMeta(BAR_KEY, 'updatePosition'));
    });
    watcher.observe(current);
    return () => watcher.disconnect();
  }, [editor, floating]);
}

/** A press on no tool, where the bar is empty, leaves the focus in the text. */
function keepFocus(event: MouseEvent<HTMLElement>): void {
  const isGround = event.target instanceof Element && event.target.matches(`.${classes.floating}, [role="toolbar"]`);
  if (isGround) event.preventDefault();
}

/** A press on words of the bar, or on a tool that can do nothing now, puts the focus on the whole of it. */
function escapeFromGround(onEscape: () => void) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    // The menu's own event stands before the browser's, whose key can be read on itself alone.
    if (event.nativeEvent.key !== 'Escape' || event.target !== event.currentTarget) return;
    event.preventDefault();
    event.stopPropagation();
    onEscape();
  };
}

function showBar(editor: Editor): void {
  for (const wish of ['show', 'updatePosition']) editor.view.dispatch(editor.state.tr.setMeta(BAR_KEY, wish));
}

/** A press brings back what Escape took away, also where it moves no caret. */
function useShownByPress(editor: Editor, writing: boolean): void {
  useEffect(() => {
    if (!writing) return;
    const { dom } = editor.view;
    const onClick = () => {
      const subject = subjectOf(editor);
      // Of words, the bar waits until they are selected.
      if (subject !== 'text' && hasBar(subject)) showBar(editor);
    };
    dom.addEventListener('click', onClick);
    return () => dom.removeEventListener('click', onClick);
  }, [editor, writing]);
}

/** At a caret there is no bar by itself; nor is there where a link was, when its form closes because it is gone. */
function useShownForLink(editor: Editor, linkPlace: LinkPlace | null): void {
  useEffect(() => {
    if (linkPlace === null) return;
    if (linkPlace === 'caret') showBar(editor);
    return () => {
      if (!editor.isDestroyed && (linkPlace === 'caret' || !hasBar(subjectOf(editor)))) hideBar(editor);
    };
  }, [editor, linkPlace]);
}

/** The compact bar at the selection. One at a time: for text, for a link, for an image, for a table. */
export function SelectionBar({
  editor,
  writing,
  focusRef,
  describeRef,
  door,
  onReplaceImage,
  linking,
}: SelectionBarProps) {
  // For a finger it is done at the foot.
  const linkPlace = useTouch() ? null : linking.place;
  const floating = useRef<HTMLDivElement>(null);
  useWithinWindow(editor, floating);
  const subject = useEditorState({ editor, selector: ({ editor: now }) => subjectOf(now) });
  const hasTableTools = useEditorState({ editor, selector: ({ editor: now }) => isAboutTable(now) });
  useEffect(() => {
    if (writing) return;
    // The menu itself looks only when the selection or the text changes.
    if (floating.current?.contains(document.activeElement)) editor.commands.focus();
    hideBar(editor);
  }, [editor, writing]);
  useShownByPress(editor, writing);
  useShownForLink(editor, linkPlace);
  const describing = useDescribing(describeRef, subject);
  const backToText = () => {
    linking.close();
    editor.commands.focus();
  };
  return (
    <BubbleMenu
      editor={editor}
      pluginKey={BAR_KEY}
      ref={floating}
      updateDelay={BAR_DELAY_MS}
      shouldShow={({ editor: now, element }) =>
        now.isEditable && hasFocus(now, element) && (linkPlace !== null || hasBar(subjectOf(now)))
      }
      getReferencedVirtualElement={() =>
        linkPlace === null && subjectOf(editor) === 'table' ? placeForBar(editor) : null
      }
      options={BAR_PLACE}
      className={classes.floating}
      onMouseDown={keepFocus}
      onKeyDown={escapeFromGround(backToText)}
    >
      <Bar
        label={linkPlace === 'caret' ? WORDS.linkBar : BAR_WORDS[subject ?? 'text']}
        onEscape={backToText}
        focusRef={focusRef}
        className={classes.tools}
      >
        {linkPlace ? (
          <LinkForm editor={editor} door={door} place={linkPlace} onDone={backToText} />
        ) : (
          <>
            {subject === 'text' ? <TextTools editor={editor} onEditLink={linking.open} /> : null}
            {subject === 'link' ? <LinkTools editor={editor} onEdit={linking.open} /> : null}
            {subject === 'mention' ? <MentionTools editor={editor} /> : null}
            {subject === 'image' ? <ImageTools editor={editor} onDone={backToText} /> : null}
            {subject === 'figure' ? (
              <FigureTools editor={editor} onReplace={onReplaceImage} onDone={backToText} describing={describing} />
            ) : null}
            {hasTableTools ? <TableTools editor={editor} /> : null}
          </>
        )}
      </Bar>
    </BubbleMenu>
  );
}
