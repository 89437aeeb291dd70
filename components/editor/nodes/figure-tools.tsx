import {
  IconArrowAutofitWidth,
  IconPhotoEdit,
  IconRulerMeasure,
  IconTrash,
  IconViewportNarrow,
} from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { FIGURE_WIDTHS, type FigureWidth } from '@/server/domains/knowledge/document.schema';
import classes from '../editor.module.css';
import { AltForm, imageKey } from '../image-tools';
import { WORDS } from '../labels';
import { Tool, type ToolIcon } from '../tool';
import type { FocusWish } from '../use-focus-when-shown';
import { changeFigure, figureAt, removeFigure } from './insert-figure';
import { FIGURE_WIDTH_LABELS, NODE_WORDS } from './labels';

const WIDTH_ICONS: Record<FigureWidth, ToolIcon> = {
  small: IconViewportNarrow,
  text: IconArrowAutofitWidth,
  natural: IconRulerMeasure,
};

/** The figure at the selection: what its image shows, how wide it stands, another image, none. */
export function FigureTools({
  editor,
  onReplace,
  onDone,
  describing,
}: {
  editor: Editor;
  /** Asks for another image; absent where none can be uploaded. */
  onReplace: (() => void) | undefined;
  onDone: () => void;
  /** Whether one came here to say what the image shows. */
  describing: FocusWish;
}) {
  const { image, alt, width } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const { at, attrs } = figureAt(now.state) ?? { at: 0, attrs: {} as Record<string, unknown> };
      const image = imageKey(now.state, at, String(attrs.src));
      return { image, alt: typeof attrs.alt === 'string' ? attrs.alt : '', width: attrs.width };
    },
  });
  const setAlt = (words: string | null) => {
    changeFigure(editor, { alt: words });
    onDone();
  };
  return (
    <>
      <AltForm key={image} alt={alt} onSet={setAlt} wish={describing} />
      <div className={classes.together}>
        {FIGURE_WIDTHS.map((one) => (
          <Tool
            key={one}
            icon={WIDTH_ICONS[one]}
            label={`${NODE_WORDS.width}: ${FIGURE_WIDTH_LABELS[one]}`}
            pressed={width === one}
            onClick={() => changeFigure(editor, { width: one })}
          />
        ))}
        {onReplace ? <Tool icon={IconPhotoEdit} label={NODE_WORDS.replaceImage} onClick={onReplace} /> : null}
        <Tool icon={IconTrash} label={WORDS.removeImage} onClick={() => removeFigure(editor)} />
      </div>
    </>
  );
}
