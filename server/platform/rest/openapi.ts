import type { AnyRouter } from '@trpc/server';
import { generateOpenApiDocument, type OpenAPIObject } from 'trpc-to-openapi';
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode, HTTP_STATUS } from '../errors.schema';
import { answersMarkdown, type RestRoute, restRoutes, successStatus } from './routes';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const ERROR = 'Error';
const errorSchema = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    reason: z.string(),
    params: z.record(z.string(), z.unknown()),
    reference: z.string().describe('The number to quote when asking for help.'),
  }),
});

/** Errors that belong to some methods only. */
const METHODS: Partial<Record<ErrorCode, readonly RestRoute['method'][]>> = {
  conflict: ['POST', 'PUT', 'PATCH', 'DELETE'],
  precondition_failed: ['PATCH'],
  too_large: ['POST', 'PUT', 'PATCH'],
};

/** By router: what stands in them is asked for by anybody, and takes a while to work out. */
const documents = new WeakMap<AnyRouter, OpenAPIObject>();

/** The OpenAPI 3.1 document of every procedure that REST offers. @param baseUrl for instance https://kenning.example/api/v1 */
export function openApiDocument(appRouter: AnyRouter, baseUrl: string): OpenAPIObject {
  const document = documents.get(appRouter) ?? describe(appRouter);
  documents.set(appRouter, document);
  return { ...document, servers: [{ url: baseUrl }] };
}

function describe(appRouter: AnyRouter): OpenAPIObject {
  const document = generateOpenApiDocument(appRouter, {
    title: 'Kenning',
    description: 'Errors answer as {"error": {"code", "reason", "params", "reference"}}.',
    version: '1',
    openApiVersion: '3.1.0',
    baseUrl: '',
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A token of Settings › Tokens.' } },
  });
  // The generator describes the answers of its own handler; ours has one form of errors, 201 and Markdown.
  const { $schema: _, ...shape } = z.toJSONSchema(errorSchema);
  const named = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !name.startsWith('error.'));
  document.components = { ...document.components, schemas: { ...Object.fromEntries(named), [ERROR]: shape as Schema } };
  for (const route of restRoutes(appRouter._def.procedures)) {
    const operation = document.paths?.[route.path]?.[lowerCase(route.method)];
    if (operation) operation.responses = responsesOf(route, operation.responses?.['200'] ?? {});
  }
  return document;
}

type Lower = 'get' | 'post' | 'put' | 'patch' | 'delete';
const lowerCase = (method: RestRoute['method']): Lower => method.toLowerCase() as Lower;

function responsesOf(route: RestRoute, success: object): Record<string, object> {
  const markdown = { description: 'The text', content: { 'text/markdown': { schema: { type: 'string' } } } };
  const responses: Record<string, object> = {
    [successStatus(route.method)]: answersMarkdown(route) ? markdown : success,
  };
  for (const code of ERROR_CODES) {
    if (METHODS[code]?.includes(route.method) === false) continue;
    const schema = { $ref: `#/components/schemas/${ERROR}` };
    responses[HTTP_STATUS[code]] = { description: code, content: { 'application/json': { schema } } };
  }
  return responses;
}
