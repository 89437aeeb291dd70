/** The words around mentions and links, the same while one reads and while one writes. */
export const MENTION_WORDS = {
  /** For whom there is no name: they were erased. */
  nobody: 'somebody unknown',
  /** For what one may not read, and for what does not exist: nothing tells them apart. */
  nothing: 'item not available',
  left: (name: string) => `${name} (left)`,
  asking: '…',
  outside: (name: string) => `${name} cannot open this page`,
  outsideSaid: (name: string) => `${name} cannot open this page, and is told of it once they can. You can let them in.`,
  menu: 'People and items',
  people: 'People',
  items: 'Items',
  searching: 'Searching',
  none: 'No person or item is called that.',
  found: (count: number) => (count === 1 ? '1 to choose from' : `${count} to choose from`),
  notFound: 'People and items could not be searched.',
  cannotOpen: 'Cannot open this page',
  linkItems: 'Items whose title has these words',
  card: 'About this link',
  titleAsked: 'Asking the site for its title',
} as const;
