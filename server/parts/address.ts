/** Where people reach this process: PUBLIC_URL, or the address it listens on. */
export { publicUrlOf as publicAddress } from '@/server/platform/auth/public-url';
