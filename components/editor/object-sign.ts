/** Stands for what is in a line and is no text; nobody types it. */
export const OBJECT = '\ufffc';
