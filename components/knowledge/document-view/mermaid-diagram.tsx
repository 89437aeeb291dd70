'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import classes from './document-view.module.css';
import { drawDiagram } from './draw-diagram';
import { WORDS } from './labels';

type State = 'loading' | 'drawn' | 'failed';

/** A Mermaid diagram with its source beside it: the source is what stands there until, and unless, it can be drawn. */
export function MermaidDiagram({ source }: { source: string }) {
  const place = useRef<HTMLDivElement>(null);
  const id = `diagram-${useId().replace(/\W/g, '')}`;
  const scheme = useComputedColorScheme('light');
  const [state, setState] = useState<State>('loading');

  useEffect(() => {
    let isCurrent = true;
    drawDiagram(id, source, scheme === 'dark').then(
      (drawing) => {
        if (!isCurrent) return;
        place.current?.replaceChildren(drawing);
        setState('drawn');
      },
      () => {
        if (isCurrent) setState('failed');
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [id, source, scheme]);

  return (
    <figure className={classes.diagram} data-state={state}>
      <div
        ref={place}
        role="img"
        aria-label={WORDS.diagram}
        hidden={state !== 'drawn'}
        className={classes.drawing}
        // Printed from the dark scheme it keeps the ground that its inks were chosen for.
        data-ground={scheme}
      />
      {state === 'failed' && <figcaption>{WORDS.diagramFailed}</figcaption>}
      <details className={classes.source} open={state !== 'drawn'}>
        <summary>{WORDS.diagramSource}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>
          <code>{source}</code>
        </pre>
      </details>
    </figure>
  );
}
