export type { CollabIdentity } from './connection';
export type { Rejudged } from './judge';
export { type CollaborationStats, createCollaboration } from './server';
export { sqlOfTransaction } from './sql';
export { appendUpdate, createDocument, holdDocument, readDocument } from './store';
