export { isAddressOrNetwork, isLoopback, isWithin } from './address';
export { type OutboundAnswer, type OutboundOptions, outboundFetch } from './client';
export { createListener, LISTENER_LIMITS, type ListenerLimits } from './listener';
