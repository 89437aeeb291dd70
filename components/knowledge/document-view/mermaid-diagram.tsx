'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { GROUND, PALETTE } from '@/components/ui/palette';
import classes from './document-view.module.css';
import { WORDS } from './labels';

type State = 'loading' | 'drawn' | 'failed';

/** The page's own paper and inks. */
function colours(isDark: boolean) {
  const { body, sunken, text } = isDark ? GROUND.dark : GROUND.light;
  const [line, edge] = isDark ? [PALETTE.dark[2], PALETTE.dark[4]] : [PALETTE.gray[6], PALETTE.gray[4]];
  return {
    darkMode: isDark,
    background: body,
    mainBkg: isDark ? PALETTE.dark[6] : PALETTE.gray[1],
    primaryColor: isDark ? PALETTE.dark[6] : PALETTE.gray[1],
    primaryBorderColor: edge,
    primaryTextColor: text,
    secondaryColor: isDark ? PALETTE.dark[5] : PALETTE.accent[0],
    tertiaryColor: sunken,
    tertiaryBorderColor: edge,
    clusterBkg: sunken,
    clusterBorder: edge,
    lineColor: line,
    textColor: text,
    edgeLabelBackground: body,
    noteBkgColor: isDark ? PALETTE.dark[5] : PALETTE.yellow[0],
    noteTextColor: text,
    noteBorderColor: edge,
    fontSize: '14px',
  };
}

/** Draws without running anything that the source asks for. Loaded only where a diagram is. */
async function draw(id: string, source: string, isDark: boolean): Promise<Node> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    theme: 'base',
    themeVariables: colours(isDark),
    fontFamily: 'inherit',
  });
  // Words are measured to draw boxes around them: in their own font, not in what stands in for it.
  await document.fonts.ready;
  const { svg } = await mermaid.render(id, source);
  const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (drawn.nodeName !== 'svg') throw new Error('no drawing');
  return document.importNode(drawn, true);
}

/** A Mermaid diagram with its source beside it: the source is what stands there until, and unless, it can be drawn. */
export function MermaidDiagram({ source }: { source: string }) {
  const place = useRef<HTMLDivElement>(null);
  const id = `diagram-${useId().replace(/\W/g, '')}`;
  const scheme = useComputedColorScheme('light');
  const [state, setState] = useState<State>('loading');

  useEffect(() => {
    let isCurrent = true;
    draw(id, source, scheme === 'dark').then(
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
