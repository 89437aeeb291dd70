import { createRestHandler, openApiDocument } from './platform/rest';
import { runtime } from './platform/runtime';
import { appRouter } from './root';

export const API_ROOT = '/api/v1';

/** Answers a request below `/api/v1`. */
export const answerRest = createRestHandler(appRouter);

/** The OpenAPI document, with the address it was asked at unless PUBLIC_URL says better. */
export function describeRest(request: Request): unknown {
  const { env } = runtime();
  const host = request.headers.get('host') ?? `${env.HOST}:${env.PORT}`;
  return openApiDocument(appRouter, `${env.PUBLIC_URL ?? `http://${host}`}${API_ROOT}`);
}
