export { newReference, openRequest, openTrpcRequest, type RequestContext } from './context';
export { publicError } from './errors';
export { createCallerFactory, procedure, publicProcedure, router } from './init';
