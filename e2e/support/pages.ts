import { personHref } from '@/components/ui/href';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { Database } from '@/server/platform/db/client';
import { emailOf } from './items';
import type { HeavyCode } from './page-check';

type PathIn = (database: Database) => string | Promise<string>;

/** A page of the demo company, and who comes to it. */
export type Visit = {
  name: string;
  /** The folder below app/ whose page it is. */
  route: string;
  /** Nobody is signed in where it is null. */
  as: string | null;
  path: PathIn;
  heading: string | RegExp;
  /** 200 where it is absent. */
  status?: number;
  /** Code that it may load, and does; it loads none of the other. */
  loads?: readonly HeavyCode[];
};

type Prisma = Database['prisma'];

async function pathOf(prisma: Prisma, title: string): Promise<string> {
  return itemPath(await prisma.knowledgeItem.findFirstOrThrow({ where: { title }, select: { id: true, title: true } }));
}

const at =
  (path: string): PathIn =>
  () =>
    path;

const item =
  (title: string, below = ''): PathIn =>
  async ({ prisma }) =>
    `${await pathOf(prisma, title)}${below}`;

const person =
  (account: string): PathIn =>
  async ({ prisma }) =>
    personHref(await prisma.person.findUniqueOrThrow({ where: { email: emailOf(account) } }));

const RICH = 'How the market data feed handler is built';
const PLAIN = 'How we review code';
const NOTHING_HERE = 'There is nothing here, or nothing that you may see';
const OWN = '(workspace)/settings/(own)';
const OPERATOR = '(workspace)/settings/(operator)';
const LIBRARY = '(workspace)/library/(list)';

/** The pages that most people see most days, and those that an operator relies on. */
export const IMPORTANT: readonly Visit[] = [
  { name: 'sign-in', route: '(public)/sign-in', as: null, path: at('/sign-in'), heading: 'Sign in' },
  { name: 'home', route: '(workspace)', as: 'ana', path: at('/'), heading: 'Home' },
  { name: 'library', route: LIBRARY, as: 'ana', path: at('/library'), heading: 'Library' },
  {
    name: 'library, filtered',
    route: LIBRARY,
    as: 'noah',
    path: at('/library?type=procedures&tag=runbook&sort=title'),
    heading: 'Library',
  },
  {
    name: 'item with headings, tables, code, a callout and a diagram',
    route: '(workspace)/library/[slug]',
    as: 'noah',
    path: item(RICH),
    heading: RICH,
    loads: ['diagrams'],
  },
  {
    name: 'item without a diagram',
    route: '(workspace)/library/[slug]',
    as: 'ana',
    path: item(PLAIN),
    heading: PLAIN,
  },
  {
    name: 'writing',
    route: '(workspace)/library/[slug]/edit',
    as: 'ana',
    path: item(RICH, '/edit'),
    heading: RICH,
    loads: ['editor'],
  },
  { name: 'search', route: '(workspace)/search', as: 'ana', path: at('/search?q=feed+gap'), heading: 'Search' },
  { name: 'people', route: '(workspace)/people', as: 'ana', path: at('/people'), heading: 'People' },
  {
    name: 'a person',
    route: '(workspace)/people/[slug]',
    as: 'ana',
    path: person('marco'),
    heading: /^Marco/,
  },
  { name: 'inbox', route: '(workspace)/inbox', as: 'ana', path: at('/inbox'), heading: 'Inbox' },
  { name: 'profile', route: OWN, as: 'ana', path: at('/settings'), heading: 'Settings' },
  { name: 'sessions', route: `${OWN}/sessions`, as: 'ana', path: at('/settings/sessions'), heading: 'Settings' },
  { name: 'tokens', route: `${OWN}/tokens`, as: 'ana', path: at('/settings/tokens'), heading: 'Settings' },
  { name: 'import', route: '(workspace)/library/import', as: 'ana', path: at('/library/import'), heading: /Import/ },
  { name: 'mail', route: `${OPERATOR}/mail`, as: 'admin', path: at('/settings/mail'), heading: 'Outgoing mail' },
  { name: 'system', route: `${OPERATOR}/system`, as: 'admin', path: at('/settings/system'), heading: 'System' },
  {
    name: 'not found',
    route: '(workspace)/[...path]',
    as: 'ana',
    path: at('/nowhere'),
    heading: NOTHING_HERE,
    status: 404,
  },
];
