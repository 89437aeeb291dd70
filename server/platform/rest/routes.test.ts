import { describe, expect, it } from 'vitest';
import { matchRoute, restRoutes } from './routes';

const meta = (method: string, path: string) => ({ _def: { meta: { openapi: { method, path } } } });
const routes = restRoutes({
  'item.get': meta('GET', '/items/{id}'),
  'item.recent': meta('GET', '/items/recent'),
  'item.markdown': meta('GET', '/items/{id}/markdown'),
  'item.remove': meta('DELETE', '/items/{id}'),
  'item.secret': { _def: {} },
});

describe('REST routes', () => {
  it('RE-R1 prefers a literal path to a parameter', () => {
    expect(matchRoute(routes, 'GET', '/items/recent')).toMatchObject({
      kind: 'found',
      route: { procedure: 'item.recent' },
    });
    expect(matchRoute(routes, 'GET', '/items/abc')).toMatchObject({
      kind: 'found',
      route: { procedure: 'item.get' },
      params: { id: 'abc' },
    });
  });

  it('RE-R2 decodes parameters and never lets one span a slash', () => {
    expect(matchRoute(routes, 'GET', '/items/a%20b/markdown')).toMatchObject({ params: { id: 'a b' } });
    expect(matchRoute(routes, 'GET', '/items/a/b/markdown')).toEqual({ kind: 'none' });
  });

  it('RE-R3 names the allowed methods for a known path', () => {
    expect(matchRoute(routes, 'PUT', '/items/abc')).toEqual({ kind: 'method_not_allowed', allow: ['GET', 'DELETE'] });
  });

  it('RE-R4 offers only procedures that say so', () => {
    expect(routes.map((route) => route.procedure)).not.toContain('item.secret');
  });
});
