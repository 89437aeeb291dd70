export { isAddressOrNetwork, isLoopback, isWithin } from './address';
export { type OutboundAnswer, type OutboundOptions, outboundFetch } from './client';
