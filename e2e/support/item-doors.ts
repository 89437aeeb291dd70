import type { ItemKind } from '@/prisma/seed/small-world';
import { wordOf } from '@/prisma/seed/small-world';
import { type Answer, ask, type Credential, mutate, query, send } from './doors';
import type { Asked, Credentials, SmallInstallation } from './small-installation';

/** A way to ask for one item by its id. */
export type Door = {
  name: string;
  with: keyof Credentials;
  open: (asked: Asked, by: Credential) => Promise<Answer>;
  /** How it answers for an id that nothing has; 404 when absent. */
  unknown?: number;
  /** What a reader's answer says; nothing where an answer has no body. */
  shows?: (asked: Asked, word: string) => readonly string[];
};

const PUBLIC = { accessLevel: 'public', teamIds: [], jobRoleIds: [], namedPersonIds: [] } as const;
const title = ({ title }: Asked) => [title];
const text = ({ title }: Asked, word: string) => [title, word];

/** The newest session of an item, as far as whoever asks may know of it. */
async function newestSession(url: string, { id }: Asked, by: Credential): Promise<string> {
  const { status, body } = await query(url, 'knowledge.history.sessions', { id, limit: 1 }, by);
  return (status === 200 && /"session":"(\d+)"/.exec(body)?.[1]) || '1';
}

/** Every door through which is read what an item said before, and who wrote it. */
function historyDoors(url: string): Door[] {
  const door = (name: string, open: Door['open'], shows: Door['shows'], by: Door['with'] = 'cookie'): Door => ({
    name,
    with: by,
    open,
    shows,
  });
  const author = () => ['The author'];
  const page = ({ path }: Asked, below = '') => `${path}/history${below}`;
  const sessions = ({ id }: Asked) => `/api/v1/items/${id}/sessions`;
  const newest = (asked: Asked, by: Credential) => newestSession(url, asked, by);
  return [
    door('tRPC history.sessions', ({ id }, by) => query(url, 'knowledge.history.sessions', { id }, by), author),
    door('REST sessions', (asked, by) => ask(url, sessions(asked), by), author, 'readToken'),
    door('sessions as CSV', (asked, by) => ask(url, page(asked, '/sessions.csv'), by), author),
    door(
      'history page',
      (asked, by) => ask(url, page(asked), by),
      (asked) => [asked.title, 'The author'],
    ),
    door('version page', async (asked, by) => ask(url, page(asked, `/${await newest(asked, by)}`), by), text),
    door(
      'REST session',
      async (asked, by) => ask(url, `${sessions(asked)}/${await newest(asked, by)}`, by),
      (_, word) => [word],
      'readToken',
    ),
    ...['text', 'document', 'changes'].map((procedure) =>
      door(
        `tRPC history.${procedure}`,
        async (asked, by) =>
          query(url, `knowledge.history.${procedure}`, { id: asked.id, session: await newest(asked, by) }, by),
        (_, word) => [word],
      ),
    ),
  ];
}

/** Every door through which one item is read. */
export function readingDoors({ url }: SmallInstallation): Door[] {
  const cookie = 'cookie' as const;
  const reading = (procedure: string, shows: Door['shows']): Door => ({
    name: `tRPC ${procedure}`,
    with: cookie,
    open: ({ id }, by) => query(url, `knowledge.item.${procedure}`, { id }, by),
    shows,
  });
  const aboutPeople = (procedure: string, input: (asked: Asked) => object): Door => ({
    name: `tRPC ${procedure}`,
    with: cookie,
    open: (asked, by) => query(url, `knowledge.${procedure}`, input(asked), by),
  });
  const at = (name: string, address: (asked: Asked) => string, shows: Door['shows'], over: Partial<Door> = {}) => ({
    name,
    with: cookie,
    open: (asked: Asked, by: Credential) => ask(url, address(asked), by),
    shows,
    ...over,
  });
  const page = ({ path }: Asked) => path;
  const file = ({ attachmentId }: Asked) => `/files/${attachmentId}/file.txt`;
  const content = () => ['a file that belongs to an item'];
  return [
    at('page', page, text),
    at('page without its words in the address', ({ id }) => `/library/${id}`, text),
    at('page by token', page, text, { with: 'readToken' }),
    at('page as the router asks', page, text, { open: (a, by) => askAsRouter(url, page(a), by), unknown: 200 }),
    at('writing page', (asked) => `${page(asked)}/edit`, title),
    reading('get', text),
    reading('page', text),
    reading('editor', title),
    reading('state', () => ['etag']),
    reading('markdown', text),
    reading('whoCanSee', () => ['The author']),
    aboutPeople('mention.cannotOpen', ({ id }) => ({ id, personIds: [] })),
    aboutPeople('mention.suggest', ({ id }) => ({ text: 'author', inItem: id })),
    at('REST item', ({ id }) => `/api/v1/items/${id}`, text, { with: 'readToken' }),
    at('REST item by cookie', ({ id }) => `/api/v1/items/${id}`, text),
    at(
      'REST markdown',
      ({ id }) => `/api/v1/items/${id}/markdown`,
      (_, word) => [word],
      { with: 'readToken' },
    ),
    ...historyDoors(url),
    at('attachment', file, content),
    at('attachment by token', file, content, { with: 'readToken' }),
    at('attachment HEAD', file, undefined, { open: (a, by) => ask(url, file(a), by, { method: 'HEAD' }) }),
  ];
}

/** A way to change one item; `answers` is what the table's writers get while it is not in the trash. */
export type ChangingDoor = Omit<Door, 'shows'> & {
  answers: number;
  /** What keepers get once it is in the trash; refused as forbidden when absent. */
  trashed?: number;
};

/** Every door through which one item is changed. Opened in this order by a writer, each finds the item as it was. */
export function changingDoors({ url, world }: SmallInstallation): ChangingDoor[] {
  const keepers = [world.people.author, world.people.maintainer];
  const changing = (procedure: string, input: object | (() => object), more: Partial<ChangingDoor> = {}) => ({
    name: `tRPC ${procedure}`,
    with: 'cookie' as const,
    answers: 200,
    open: ({ id }: Asked, by: Credential) =>
      mutate(url, `knowledge.item.${procedure}`, { id, ...(typeof input === 'function' ? input() : input) }, by),
    ...more,
  });
  const rest = (name: string, method: string, path: string, more: Partial<ChangingDoor> & { json?: unknown } = {}) => ({
    name: `REST ${name}`,
    with: 'writeToken' as const,
    answers: 200,
    open: ({ id }: Asked, by: Credential) =>
      send(url, `/api/v1/items/${id}${path}`, by, { method, json: more.json, headers: { 'if-match': '*' } }),
    ...more,
  });
  return [
    changing('rename', () => ({ title: 'Renamed' })),
    changing('changeMetadata', { summary: 'Changed' }),
    {
      ...changing('previewAccess', {}),
      open: ({ id }, by) => query(url, 'knowledge.item.previewAccess', { id, ...PUBLIC }, by),
    },
    changing('changeAccess', { ...PUBLIC, confirmed: true }),
    changing('changeMaintainers', { maintainerIds: keepers, confirmed: true }),
    {
      ...changing('patch', {}),
      answers: 412,
      open: ({ id }, by) => mutate(url, 'knowledge.item.patch', { id, title: 'Patched' }, by),
    },
    rest('PATCH', 'PATCH', '', { json: { title: 'Patched', markdown: 'Patched.\n' } }),
    {
      ...rest('PATCH without If-Match', 'PATCH', ''),
      answers: 412,
      open: ({ id }, by) => send(url, `/api/v1/items/${id}`, by, { method: 'PATCH', json: { title: 'Patched' } }),
    },
    {
      ...changing('attach', {}),
      name: 'attaching a file',
      answers: 201,
      open: ({ id }, by) => ask(url, `/files?item=${id}&name=new.txt`, by, { method: 'POST', body: 'a new file' }),
    },
    {
      ...changing('history.restore', {}),
      name: 'tRPC history.restore',
      open: async (asked, by) => {
        const input = { id: asked.id, session: await newestSession(url, asked, by), etag: '*' };
        return mutate(url, 'knowledge.history.restore', input, by);
      },
    },
    {
      ...rest('restore of a session', 'POST', ''),
      answers: 201,
      open: async (asked, by) => {
        const path = `/api/v1/items/${asked.id}/sessions/${await newestSession(url, asked, by)}/restore`;
        return send(url, path, by, { method: 'POST', json: {}, headers: { 'if-match': '*' } });
      },
    },
    changing('restore', {}, { answers: 409, trashed: 200 }),
    rest('restore', 'POST', '/restore', { answers: 409, trashed: 409 }),
    rest('DELETE', 'DELETE', '', { trashed: 200 }),
    changing('trash', {}, { answers: 409, trashed: 409 }),
  ];
}

/** What names an item in a request about something else: an id that one may not read is unknown there too. */
export function namingDoors({ url }: SmallInstallation): Door[] {
  const create = (name: string, naming: (id: string) => object): Door => ({
    name: `new item ${name}`,
    with: 'writeToken',
    open: ({ id }, by) => {
      const json = { title: 'Names another', contentType: 'procedures', ...naming(id) };
      return send(url, '/api/v1/items', by, { method: 'POST', json });
    },
  });
  return [
    create('below it', (id) => ({ parentItemId: id })),
    create('that requires it', (id) => ({ prerequisites: [id] })),
    create('related to it', (id) => ({ relatedItems: [id] })),
  ];
}

/** What a reader of `kind` finds in its text. */
export const wordIn = ({ kind }: Asked): string => (kind === 'unknown' ? '' : wordOf(kind as ItemKind));

/** As the client's router asks for a page: it is sent on once, to the address that names what it asked with. */
async function askAsRouter(url: string, path: string, by: Credential): Promise<Answer> {
  const headers = { rsc: '1' };
  const first = await ask(url, path, by, { headers });
  const next = first.headers.location;
  return first.status === 307 && next?.startsWith(path) ? ask(url, next, by, { headers }) : first;
}
