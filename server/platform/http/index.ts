export { isLoopback } from './address';
export { type OutboundAnswer, type OutboundOptions, outboundFetch } from './client';
