/** What a form was about that a colleague has taken away. */
export type TakenThing = 'link' | 'formula' | 'image';

/** Whoever moves a thing takes it away and puts another like it elsewhere. */
const GONE: Record<TakenThing, string> = {
  link: 'A colleague has removed the link, or the place for it.',
  formula: 'A colleague has removed or moved the formula.',
  image: 'A colleague has removed or moved the image.',
};

export const TAKEN_WORDS = {
  /** What is gone, and what to do with what was typed about it. */
  gone: (what: TakenThing) => `${GONE[what]} What you typed is kept here until you close it: copy what you still need.`,
  typed: 'What you typed',
  close: 'Close',
} as const;
