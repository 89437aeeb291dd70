import { describe, expect, test } from 'vitest';
import { openApiDocument } from './platform/rest';
import { appRouter } from './root';

const document = openApiDocument(appRouter, 'https://kenning.example/api/v1');
const operation = (path: string, method: 'get' | 'post' | 'patch' | 'delete') => {
  const found = document.paths?.[path]?.[method];
  if (!found) throw new Error(`${method} ${path} is not described`);
  return found;
};

describe('the description of REST says what REST does', () => {
  test('the paths that scripts rely on are there', () => {
    const described = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described).toEqual(
      expect.arrayContaining([
        'get /items',
        'post /items',
        'get /items/{id}',
        'patch /items/{id}',
        'delete /items/{id}',
        'get /items/{id}/markdown',
        'get /search',
      ]),
    );
  });

  test('something made answers 201, a text is Markdown, a change names the state it was made on', () => {
    expect(Object.keys(operation('/items', 'post').responses ?? {})).toContain('201');
    expect(Object.keys(operation('/items', 'post').responses ?? {})).not.toContain('200');
    expect(operation('/items/{id}/markdown', 'get').responses?.['200']).toMatchObject({
      content: { 'text/markdown': { schema: { type: 'string' } } },
    });
    const header = { in: 'header', name: 'if-match', required: true };
    expect(operation('/items/{id}', 'patch').parameters).toEqual(
      expect.arrayContaining([expect.objectContaining(header)]),
    );
    expect(Object.keys(operation('/items/{id}', 'patch').responses ?? {})).toContain('412');
  });

  test('every error has the one form, and every reference leads somewhere', () => {
    const text = JSON.stringify(document);
    const references = new Set(
      [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]),
    );
    expect([...references].filter((name) => !document.components?.schemas?.[name ?? ''])).toEqual([]);
    expect(document.components?.schemas?.Error).toMatchObject({
      properties: { error: { required: ['code', 'reason', 'params', 'reference'] } },
    });
    expect(operation('/items/{id}', 'get').responses?.['404']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    });
  });
});
