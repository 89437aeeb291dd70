import { DEFAULT_THEME, mergeMantineTheme } from '@mantine/core';
import { describe, expect, it } from 'vitest';
import { GROUND, MEANING, PALETTE } from './palette';
import { cssVariablesResolver, MOTION_MS, theme } from './theme';

const AA_TEXT = 4.5;
const AA_MARK = 3;

function channels(hex: string): number[] {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!found) throw new Error(`not a colour: ${hex}`);
  return found.slice(1).map((part) => Number.parseInt(part, 16) / 255);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const variables = cssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));

/** Follows var() to the colour that a person sees. */
function seen(scheme: 'light' | 'dark', variable: string): string {
  const name = variable as `--${string}`;
  const value = variables[scheme][name] ?? variables.variables[name];
  if (value === undefined) throw new Error(`no variable ${name}`);
  const inner = /^var\((--[\w-]+)\)$/.exec(value);
  if (inner?.[1]) return seen(scheme, inner[1]);
  const rgb = /^rgba?\((\d+), ?(\d+), ?(\d+)/.exec(value);
  if (rgb)
    return `#${rgb
      .slice(1, 4)
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('')}`;
  return value;
}

const hues = Object.keys(PALETTE).filter((name) => name !== 'dark');

describe.each(['light', 'dark'] as const)('the palette in %s', (scheme) => {
  const grounds = [
    GROUND[scheme].body,
    GROUND[scheme].sunken,
    seen(scheme, '--row-hover'),
    seen(scheme, '--row-current'),
  ];

  it('measures black on white as 21', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  });

  it.each(['text', 'dimmed', 'placeholder', 'error', 'success', 'anchor', 'accent-text', 'gray-text'])(
    'LK-C1 %s holds AA on every ground',
    (name) => {
      for (const ground of grounds) {
        expect(
          contrast(seen(scheme, `--mantine-color-${name}`), ground),
          `${name} on ${ground}`,
        ).toBeGreaterThanOrEqual(AA_TEXT);
      }
    },
  );

  it.each(hues)('LK-C2 a %s badge, a button and a coloured word hold AA', (hue) => {
    const light = seen(scheme, `--mantine-color-${hue}-light`);
    const ink = seen(scheme, `--mantine-color-${hue}-light-color`);
    expect(contrast(ink, light), 'badge').toBeGreaterThanOrEqual(AA_TEXT);
    expect(contrast('#ffffff', seen(scheme, `--mantine-color-${hue}-filled`)), 'button').toBeGreaterThanOrEqual(
      AA_TEXT,
    );
    expect(contrast('#ffffff', seen(scheme, `--mantine-color-${hue}-filled-hover`)), 'hover').toBeGreaterThanOrEqual(
      AA_TEXT,
    );
    expect(contrast(seen(scheme, `--mantine-color-${hue}-text`), GROUND[scheme].body), 'word').toBeGreaterThanOrEqual(
      AA_TEXT,
    );
  });

  it('LK-C3 focus rings, edges of fields and coloured marks hold 3:1', () => {
    for (const ground of grounds.slice(0, 2)) {
      expect(contrast(seen(scheme, '--focus-ring'), ground)).toBeGreaterThanOrEqual(AA_MARK);
      expect(contrast(seen(scheme, '--mantine-color-default-border'), ground)).toBeGreaterThanOrEqual(AA_MARK);
      for (const hue of Object.values(MEANING)) {
        expect(contrast(seen(scheme, `--mantine-color-${hue}-text`), ground), hue).toBeGreaterThanOrEqual(AA_MARK);
      }
    }
  });

  it('LK-C4 a highlighted word stays readable', () => {
    expect(contrast(GROUND[scheme].text, seen(scheme, '--mark-hit'))).toBeGreaterThanOrEqual(AA_TEXT);
  });
});

describe('motion', () => {
  it('LK-M1 stays under 150 ms and stops where the system asks for none', () => {
    expect(MOTION_MS).toBeLessThan(150);
    expect(theme.respectReducedMotion).toBe(true);
  });
});
