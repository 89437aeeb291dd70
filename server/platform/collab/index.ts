export type { CollabIdentity } from './connection';
export type { Rejudged } from './judge';
export { COLLAB_LIMITS, type CollabLimits } from './limits';
export type { CollabAccess } from './protocol.schema';
export {
  type Collaboration,
  type CollaborationOptions,
  type CollaborationStats,
  createCollaboration,
} from './server';
export { type Sql, sqlOf, sqlOfTransaction } from './sql';
export {
  appendInTransaction,
  createDocument,
  DOCUMENT_CHANNEL,
  editDocument,
  type LoadedDocument,
  loadDocument,
  type NewUpdate,
} from './store';
export type { Fence } from './update-log';
