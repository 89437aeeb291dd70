export { type Dispatcher, eventLag, openDispatcher } from './dispatch';
export { type EventFeed, type FeedEvent, type FeedListener, openEventFeed } from './feed';
export {
  defineReaction,
  type Reaction,
  type ReactionRun,
  type RecordedEvent,
  reactionJob,
  reactionWorker,
} from './reaction';
export { EVENTS_CHANNEL, type NewEvent, recordEvent } from './record';
export { openSignals, type Signals } from './signals';
