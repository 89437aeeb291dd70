export { type ChannelChoice, channelsOf, defineKinds, type NotificationKind } from './kinds.schema';
export { type NewNotification, notify } from './notify';
export type { ReadableThing, ReadThings } from './things';
