export { createRestHandler } from './handler';
export { openApiDocument } from './openapi';
