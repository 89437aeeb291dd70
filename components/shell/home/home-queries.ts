/**
 * What the page prefetches and its parts ask for: one and the same. Of requests it is told by the request itself, which
 * stands above with its answers.
 */
export const HOME_NOTICES = { filter: 'unread' as const, limit: 6, without: ['knowledge.access_requested'] };
