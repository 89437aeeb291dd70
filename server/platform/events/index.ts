export { type Dispatcher, eventLag, openDispatcher } from './dispatch';
export { type EventFeed, type FeedEvent, openEventFeed } from './feed';
export { defineReaction, type Reaction, type RecordedEvent, reactionJob, reactionWorker } from './reaction';
export { recordEvent } from './record';
export { openSignals, type Signals } from './signals';
