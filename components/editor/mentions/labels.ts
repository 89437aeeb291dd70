/** The words of the tools for mentions. */
export const MENTION_TOOLS = {
  bar: 'Mention',
  insert: 'Person or item…',
  open: 'Open',
  asCard: 'Show as a card',
  asTitle: 'Show its title in the line',
  remove: 'Remove the mention',
} as const;
