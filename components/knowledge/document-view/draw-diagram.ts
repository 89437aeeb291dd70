import { GROUND, PALETTE } from '@/components/ui/palette';

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

/**
 * Draws without running anything that the source asks for. Loaded only where a diagram is.
 * @throws what Mermaid throws: `diagramFault`
 */
export async function drawDiagram(id: string, source: string, isDark: boolean): Promise<Node> {
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

/** What is wrong with a source: it does not say what it draws, a line of it, or something else. */
export type DiagramFault = { code: 'no_kind' } | { code: 'line'; line: number } | { code: 'other' };

/** What an error of drawing says about the source. */
export function diagramFault(error: unknown, source: string): DiagramFault {
  const said = error instanceof Error ? error.message : String(error);
  if (/No diagram type detected/i.test(said)) return { code: 'no_kind' };
  const line = /on line (\d+)/i.exec(said)?.[1];
  if (line === undefined) return { code: 'other' };
  // What is missing at the end is missed in a line that is not there.
  return { code: 'line', line: Math.min(Number(line), source.trimEnd().split('\n').length) };
}
