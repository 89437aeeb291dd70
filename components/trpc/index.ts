export { TrpcProvider, useTRPC, useTRPCClient } from './provider';
