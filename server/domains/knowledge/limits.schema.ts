/** How much of what, the unit last. Without imports, so that a page may know a limit without its schema. */

export const TITLE_CHARACTERS_MAX = 200;
export const SUMMARY_CHARACTERS_MAX = 1_000;
export const LABEL_CHARACTERS_MAX = 60;
export const LABELS_PER_FIELD_MAX = 50;
export const RELATED_ITEMS_MAX = 100;
export const AUDIENCE_ENTRIES_MAX = 200;
export const MAINTAINERS_PER_ITEM_MAX = 20;
export const REVIEWERS_PER_ITEM_MAX = 20;
/** The longest Markdown that becomes a document, whichever way it comes. */
export const MARKDOWN_CHARACTERS_MAX = 1_000_000;
export const REQUEST_REASON_CHARACTERS_MAX = 500;
export const TRASH_REASON_CHARACTERS_MAX = 500;
export const SEARCH_QUERY_CHARACTERS_MAX = 400;
export const SEARCH_RESULTS_MAX = 100;
export const SEARCH_RESULTS_DEFAULT = 20;
export const ATTACHMENTS_PER_ITEM_MAX = 500;
/** Of one item; whom else it names is not told. */
export const MENTIONED_PEOPLE_MAX = 200;

export const ITEM_SORTS = ['updated', 'title', 'created'] as const;
