/**
 * Of the document schema. Raised whenever a node, mark or attribute is added or changes its meaning: the collaboration
 * server turns tabs of another version away until they are reloaded, since they would delete what they do not know.
 * In a file of its own, so that the server need not load the schema to know it.
 */
export const DOCUMENT_SCHEMA_VERSION = 3;
