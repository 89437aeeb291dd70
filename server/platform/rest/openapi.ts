import type { AnyRouter } from '@trpc/server';
import { generateOpenApiDocument, type OpenAPIObject } from 'trpc-to-openapi';

/** The OpenAPI 3.1 document of every procedure that REST offers. @param baseUrl for instance https://kenning.example/api/v1 */
export function openApiDocument(appRouter: AnyRouter, baseUrl: string): OpenAPIObject {
  return generateOpenApiDocument(appRouter, {
    title: 'Kenning',
    description: 'Errors answer as {"error": {"code", "reason", "params", "reference"}}.',
    version: '1',
    openApiVersion: '3.1.0',
    baseUrl,
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A token of Settings › Tokens.' } },
  });
}
