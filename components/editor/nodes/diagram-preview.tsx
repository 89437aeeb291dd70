import { useComputedColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useId, useRef, useState } from 'react';
import { type DiagramFault, diagramFault, drawDiagram } from '@/components/knowledge/document-view/draw-diagram';
import { diagramFaultWords, NODE_WORDS } from './labels';
import classes from './nodes.module.css';

/** So long one does not type before it is drawn again. */
const PAUSE_MS = 300;

type Drawn = { source: string; fault: DiagramFault | null };

/** @returns where to put the drawing, what is wrong with the source, and whether there is a drawing */
function useDrawing(typed: string) {
  const place = useRef<HTMLDivElement>(null);
  const id = `preview-${useId().replace(/\W/g, '')}`;
  const scheme = useComputedColorScheme('light');
  const [source] = useDebouncedValue(typed, PAUSE_MS);
  const turn = useRef(0);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    let isCurrent = true;
    if (source.trim() === '') {
      place.current?.replaceChildren();
      setDrawn(null);
      return;
    }
    // Under a new name: drawing takes away what bears the name already, also where it fails.
    turn.current += 1;
    drawDiagram(`${id}-${turn.current}`, source, scheme === 'dark').then(
      (drawing) => {
        if (!isCurrent) return;
        place.current?.replaceChildren(drawing);
        setDrawn({ source, fault: null });
      },
      (error: unknown) => {
        // The drawing before it stays: one is in the middle of a line.
        if (isCurrent) setDrawn({ source, fault: diagramFault(error, source) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [id, source, scheme]);
  return { place, drawn };
}

/** A diagram as it will be read, below its source or, while one writes elsewhere, instead of it. */
export function DiagramPreview({
  source,
  onFoldable,
  onEdit,
}: {
  source: string;
  /** Is told whether there is a drawing that can stand for the source. */
  onFoldable: (foldable: boolean) => void;
  /** Leads to the source; absent where it stands open. */
  onEdit?: () => void;
}) {
  const { place, drawn } = useDrawing(source);
  const isDrawn = drawn !== null && drawn.fault === null;
  const told = useRef(onFoldable);
  told.current = onFoldable;
  useEffect(() => told.current(isDrawn), [isDrawn]);
  return (
    <div contentEditable={false} className={classes.preview}>
      {drawn === null && source.trim() === '' ? <p>{NODE_WORDS.diagramEmpty}</p> : null}
      <p role="status">{drawn?.fault ? diagramFaultWords(drawn.fault) : ''}</p>
      <div
        ref={place}
        role="img"
        aria-label={NODE_WORDS.diagramPreview}
        data-stale={drawn?.fault != null}
        hidden={drawn === null}
      />
      {onEdit ? (
        <button type="button" data-block-tool onClick={onEdit}>
          {NODE_WORDS.editDiagram}
        </button>
      ) : null}
    </div>
  );
}
