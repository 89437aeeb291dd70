export { isLoopback, isPublicAddress } from './address';
export {
  OUTBOUND_BYTES_MAX,
  OUTBOUND_REDIRECTS_MAX,
  OUTBOUND_TIMEOUT_MS,
  OUTBOUND_URL_LENGTH_MAX,
  type OutboundAnswer,
  type OutboundOptions,
  outboundFetch,
} from './client';
