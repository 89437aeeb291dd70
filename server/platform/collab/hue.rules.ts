/** The colours that tell people apart: names of the palette, and the shade of each that carries white letters (AA). */
const HUES = {
  accent: '#027072',
  indigo: '#4455bc',
  grape: '#883b99',
  orange: '#924d01',
  green: '#007634',
  pink: '#a32d66',
  violet: '#6b48b2',
  yellow: '#7c5c03',
} as const;

export type Hue = keyof typeof HUES;

const NAMES = Object.keys(HUES) as Hue[];

/** What the people in one room are told apart by, `#rrggbb` each. */
export const CARET_COLORS: readonly string[] = Object.values(HUES);

/** The same person always has the same colour, except among those who write in one text. */
export function hueOf(personId: string): Hue {
  let sum = 0;
  for (const letter of personId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return NAMES[sum % NAMES.length] ?? 'accent';
}

/** The colour in which a person's caret begins, `#rrggbb`, unless somebody in the room has it: the hue of their avatar. */
export function caretColor(personId: string): string {
  return HUES[hueOf(personId)];
}

/** The hue of the avatar that goes with a caret of this colour; undefined for a colour that is none of ours. */
export function hueOfCaret(color: string): Hue | undefined {
  return NAMES.find((name) => HUES[name] === color);
}
