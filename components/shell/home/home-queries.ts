/** What the page prefetches and its parts ask for: one and the same. */
export const HOME_NOTICES = { filter: 'unread', limit: 6 } as const;
