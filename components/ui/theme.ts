import {
  type CSSVariablesResolver,
  createTheme,
  defaultCssVariablesResolver,
  defaultVariantColorsResolver,
} from '@mantine/core';
import { GROUND, PALETTE } from './palette';
import { READING_WIDTH_PX } from './reading-width';

/** Motion stays under this; `respectReducedMotion` switches it off where the system asks for none. */
export const MOTION_MS = 120;
/** Tabler's icons everywhere: `<IconX {...ICON} />`. */
export const ICON: { size: number; stroke: number; 'aria-hidden': true } = {
  size: 18,
  stroke: 1.5,
  'aria-hidden': true,
};

const floating = { duration: MOTION_MS, transition: 'fade' as const };

/** What floats stays in its place in the document, so that it lies in a landmark and Tab reaches it in order. */
const inPlace = { transitionProps: floating, shadow: 'md', withinPortal: false, floatingStrategy: 'fixed' as const };
/** Tells a menu how much room the window has left for it, so that a long one can scroll within that. */
const tellRoom = {
  size: {
    // The site's bar, which lies over what floats in the page.
    padding: { top: 60, right: 8, bottom: 8, left: 8 },
    apply: ({ availableHeight, elements }: { availableHeight: number; elements: { floating: HTMLElement } }) =>
      elements.floating.style.setProperty('--menu-room', `${availableHeight}px`),
  },
};
/** A dialog's head is no banner of the page. */
const dialogHead = { header: { role: 'presentation' } };
/** What is scrolled to comes to lie between a dialog's head and its foot, which both stay, never behind them. */
const betweenHeadAndFoot = { content: { scrollPadding: '64px 0 76px' } };

/** The one theme. Sizes are in rem of a 16 px root; text is 15 px. */
export const theme = createTheme({
  colors: PALETTE,
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 7 },
  white: GROUND.light.body,
  black: GROUND.light.text,
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  fontFamily: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, Menlo, Consolas, monospace",
  fontSizes: { xs: '0.78125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.6', xl: '1.6' },
  fontWeights: { regular: '400', medium: '550', bold: '650' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '0.125rem', sm: '0.25rem', md: '0.375rem', lg: '0.5rem', xl: '0.75rem' },
  headings: {
    fontWeight: '620',
    textWrap: 'pretty',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h4: { fontSize: '0.9375rem', lineHeight: '1.45' },
      h5: { fontSize: '0.875rem', lineHeight: '1.45' },
      h6: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    // A notice lies on the page's own ground: its mark and its title carry the colour, not its whole area.
    if (input.variant === 'notice') {
      const ink = `var(--mantine-color-${input.color ?? 'accent'}-text)`;
      return { ...colours, background: 'var(--ground-sunken)', color: ink, border: '1px solid var(--hairline)' };
    }
    // A button is known by its words: its edge may be quieter than a field's.
    if (input.variant === 'default') return { ...colours, border: '1px solid var(--edge)' };
    // Subtle and transparent buttons take the ink that holds its contrast on both grounds.
    if (input.variant !== 'subtle' && input.variant !== 'transparent') return colours;
    return { ...colours, color: `var(--mantine-color-${input.color ?? 'accent'}-text)` };
  },
  components: {
    // A button in a notice shows its whole ring when it has the focus.
    Alert: {
      defaultProps: { variant: 'notice' },
      styles: { message: { overflow: 'visible', overflowWrap: 'anywhere' } },
    },
    Anchor: { defaultProps: { underline: 'hover' } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 550 } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Drawer: {
      defaultProps: {
        transitionProps: { duration: MOTION_MS },
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: dialogHead,
      },
    },
    Loader: { defaultProps: { type: 'dots' } },
    Menu: {
      defaultProps: { ...inPlace, position: 'bottom-end', withInitialFocusPlaceholder: false, middlewares: tellRoom },
    },
    Modal: {
      defaultProps: {
        transitionProps: floating,
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
        yOffset: '10vh',
        attributes: dialogHead,
      },
      styles: betweenHeadAndFoot,
    },
    Popover: { defaultProps: inPlace },
    HoverCard: { defaultProps: inPlace },
    Combobox: { defaultProps: inPlace },
    Tooltip: { defaultProps: { transitionProps: floating, openDelay: 400, withArrow: false } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});

/** How much of the hue a tint on the dark ground has, from 0 to 1. */
const TINT = 0.72;

/** `share` of one colour in another, both `#rrggbb`. */
function mix(colour: string, ground: string, share: number): string {
  const part = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part(colour, at) * share + part(ground, at) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Mantine's variables, with the inks and lines that its defaults leave under AA raised above it. */
export const cssVariablesResolver: CSSVariablesResolver = (resolved) => {
  const base = defaultCssVariablesResolver(resolved);
  const inks = (scheme: 'light' | 'dark') =>
    Object.fromEntries(
      Object.keys(PALETTE)
        .filter((name) => name !== 'gray' && name !== 'dark')
        .map((name) => [`--mantine-color-${name}-text`, `var(--mantine-color-${name}-${scheme === 'light' ? 7 : 4})`]),
    );
  const tints = Object.fromEntries(
    Object.entries(PALETTE).flatMap(([name, shades]) => [
      [`--mantine-color-${name}-light`, name === 'gray' ? PALETTE.dark[5] : mix(shades[9], GROUND.dark.body, TINT)],
      [
        `--mantine-color-${name}-light-hover`,
        name === 'gray' ? PALETTE.dark[4] : mix(shades[8], GROUND.dark.body, TINT),
      ],
      [`--mantine-color-${name}-light-color`, name === 'gray' ? PALETTE.dark[0] : shades[1]],
    ]),
  );
  return {
    variables: { ...base.variables, '--reading-width': `${READING_WIDTH_PX}px` },
    light: {
      ...base.light,
      ...inks('light'),
      '--mantine-color-gray-text': PALETTE.gray[7],
      '--mantine-color-dimmed': PALETTE.gray[6],
      '--mantine-color-placeholder': PALETTE.gray[6],
      '--mantine-color-error': PALETTE.red[7],
      '--mantine-color-success': PALETTE.teal[7],
      '--mantine-color-default-border': PALETTE.gray[5],
      '--ground-sunken': GROUND.light.sunken,
      '--hairline': PALETTE.gray[2],
      '--edge': PALETTE.gray[4],
      '--row-hover': PALETTE.gray[1],
      '--row-current': PALETTE.accent[0],
      '--mark-hit': PALETTE.yellow[1],
      '--focus-ring': PALETTE.accent[7],
    },
    dark: {
      ...base.dark,
      ...inks('dark'),
      ...tints,
      '--mantine-color-gray-text': PALETTE.dark[1],
      '--mantine-color-dimmed': PALETTE.dark[2],
      '--mantine-color-placeholder': PALETTE.dark[2],
      '--mantine-color-error': PALETTE.red[4],
      '--mantine-color-success': PALETTE.teal[4],
      '--mantine-color-default-border': PALETTE.dark[3],
      '--ground-sunken': GROUND.dark.sunken,
      '--hairline': PALETTE.dark[5],
      '--edge': PALETTE.dark[4],
      '--row-hover': PALETTE.dark[6],
      '--row-current': '#12292b',
      '--mark-hit': '#4a3c10',
      '--focus-ring': PALETTE.accent[4],
    },
  };
};
