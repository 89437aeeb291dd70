import type { OpenApiMeta, OpenApiMethod } from 'trpc-to-openapi';

/** A procedure that REST offers: found by its `openapi` meta. */
export type RestRoute = {
  method: OpenApiMethod;
  /** For instance `/items/{id}/markdown`. */
  path: string;
  /** The procedure's place in the router, for instance `knowledge.item.get`. */
  procedure: string;
  pattern: RegExp;
};

type Procedures = Record<string, { _def: { meta?: unknown } }>;

/** Every REST route of a router's flat procedure list, longest literal paths first. */
export function restRoutes(procedures: Procedures): RestRoute[] {
  const routes: RestRoute[] = [];
  for (const [procedure, { _def }] of Object.entries(procedures)) {
    const openapi = (_def.meta as OpenApiMeta | undefined)?.openapi;
    if (!openapi) continue;
    const source = openapi.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    routes.push({ method: openapi.method, path: openapi.path, procedure, pattern: new RegExp(`^${source}$`) });
  }
  return routes.sort((a, b) => a.path.split('{').length - b.path.split('{').length);
}

/** What a call that went well answers with. */
export const successStatus = (method: OpenApiMethod): 200 | 201 => (method === 'POST' ? 201 : 200);

/** Whether the answer is the text itself and not JSON about it. */
export const answersMarkdown = (route: Pick<RestRoute, 'path'>): boolean => route.path.endsWith('/markdown');

export type RouteMatch =
  | { kind: 'found'; route: RestRoute; params: Record<string, string> }
  | { kind: 'method_not_allowed'; allow: string[] }
  | { kind: 'none' };

/** @param path below the API's root, for instance `/items/abc` */
export function matchRoute(routes: RestRoute[], method: string, path: string): RouteMatch {
  const matching = routes.flatMap((route) => {
    const match = route.pattern.exec(path);
    return match ? [{ route, params: { ...match.groups } }] : [];
  });
  const found = matching.find(({ route }) => route.method === method);
  if (found) {
    const params = Object.fromEntries(Object.entries(found.params).map(([name, value]) => [name, decode(value)]));
    return { kind: 'found', route: found.route, params };
  }
  if (matching.length > 0) return { kind: 'method_not_allowed', allow: matching.map(({ route }) => route.method) };
  return { kind: 'none' };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
