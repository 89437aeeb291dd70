export type { CollabIdentity } from './connection';
export { type FanOut, openFanOut } from './fan-out';
export type { OpenDocuments } from './fan-out.frame';
export { GATHER_JOBS, gatherWorkers, scheduleGathering } from './jobs';
export type { Rejudged } from './judge';
export { listMoments, listMomentsOf, type Moment } from './moments';
export { createCollaboration } from './server';
export type { CollaborationStats, SignedOut } from './server-options';
export {
  type Contribution,
  countSessions,
  findSession,
  listSessions,
  type NumberedWritten,
  readSession,
  type Session,
  type SessionBytes,
  type Stretch,
  type Written,
} from './sessions';
export { sqlOfPrisma } from './sql';
export { appendUpdate, createDocument, holdDocument, readDocument, readHead } from './store';
