import { z } from 'zod';
import { KenningError } from '../errors';

export const REST_BODY_BYTES_MAX = 5 * 1024 * 1024;

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap();
  }
  return inner;
}

function coerce(schema: z.core.$ZodType | undefined, values: string[]): unknown {
  const inner = schema && unwrap(schema);
  if (inner instanceof z.ZodArray) return values.map((value) => coerce(inner.element, [value]));
  const value = values.at(-1) ?? '';
  if (inner instanceof z.ZodNumber) return value.trim() === '' ? Number.NaN : Number(value);
  if (inner instanceof z.ZodBoolean)
    return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;
  return value;
}

/**
 * Reads a query string by the types that the procedure's input names: numbers, booleans, repeated keys as lists. A
 * misspelt filter would answer with everything, so a name that the input does not know is refused.
 * @throws KenningError invalid/unknown_parameter
 */
export function readQuery(search: URLSearchParams, schema: unknown): Record<string, unknown> {
  const inner = schema instanceof z.core.$ZodType ? unwrap(schema) : undefined;
  const shape = new Map(inner instanceof z.ZodObject ? Object.entries<z.core.$ZodType>(inner.shape) : []);
  const given = [...new Set(search.keys())];
  const names = given.filter((key) => !shape.has(key));
  if (names.length > 0) throw new KenningError('invalid', 'unknown_parameter', { names });
  return Object.fromEntries(given.map((key) => [key, coerce(shape.get(key), search.getAll(key))]));
}

/**
 * Reads a JSON object of bounded size.
 * @throws KenningError too_large or invalid
 */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? '';
  const text = await readBounded(request);
  if (text === '') return {};
  if (!type.toLowerCase().startsWith('application/json')) throw new KenningError('invalid', 'content_type_json');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KenningError('invalid', 'not_json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new KenningError('invalid', 'not_json_object');
  return value as Record<string, unknown>;
}

async function readBounded(request: Request): Promise<string> {
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > REST_BODY_BYTES_MAX) throw new KenningError('too_large', 'body', { bytesMax: REST_BODY_BYTES_MAX });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
