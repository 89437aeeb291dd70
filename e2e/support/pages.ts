import { personHref } from '@/components/ui/href';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { Database } from '@/server/platform/db/client';
import { emailOf } from './items';
import type { Expected } from './page-check';

type PathIn = (database: Database) => string | Promise<string>;

/** A page of the demo company, and who comes to it. */
export type Visit = Expected & {
  name: string;
  /** The folder below app/ whose page it is. */
  route: string;
  /** Nobody is signed in where it is null. */
  as: string | null;
  path: PathIn;
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
const WRITTEN_TOGETHER = 'Recovering from a feed gap';
const PLAIN = 'How we review code';
const NOTHING_HERE = 'There is nothing here, or nothing that you may see';
const OWN = '(workspace)/settings/(own)';
const OPERATOR = '(workspace)/settings/(operator)';
const LIBRARY = '(workspace)/library/(list)';
const PEOPLE = '(workspace)/people/(lists)';

async function oldestOf({ prisma }: Database): Promise<string> {
  const { id } = await prisma.knowledgeItem.findFirstOrThrow({ where: { title: WRITTEN_TOGETHER } });
  const { firstSeq } = await prisma.documentSession.findFirstOrThrow({
    where: { documentId: id },
    orderBy: { firstSeq: 'asc' },
  });
  return String(firstSeq);
}

/** The pages that most people see most days, and those that an operator relies on. */
export const IMPORTANT: readonly Visit[] = [
  { name: 'sign-in', route: '(public)/sign-in', as: null, path: at('/sign-in'), heading: 'Sign in' },
  { name: 'home', route: '(workspace)', as: 'ana', path: at('/'), heading: 'Home' },
  { name: 'library', route: LIBRARY, as: 'ana', path: at('/library'), heading: 'Library' },
  {
    name: 'library, filtered',
    route: LIBRARY,
    as: 'noah',
    path: at('/library?contentType=procedures&tag=runbook&sort=title'),
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
    loads: ['diagrams', 'editor'],
  },
  {
    name: 'history of a runbook that several write',
    route: '(workspace)/library/[slug]/history',
    as: 'ana',
    path: item(WRITTEN_TOGETHER, '/history'),
    heading: `History of “${WRITTEN_TOGETHER}”`,
  },
  { name: 'search', route: '(workspace)/search', as: 'ana', path: at('/search?q=feed+gap'), heading: 'Search' },
  { name: 'people', route: PEOPLE, as: 'ana', path: at('/people'), heading: 'People' },
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

const visit = (as: string | null, route: string, path: string, heading: string, status = 200): Visit => ({
  name: `${path} of ${as ?? 'nobody'}`,
  route,
  as,
  path: at(path),
  heading,
  status,
});

/** Every other page, and what stands there for those who find nothing or may not see it. */
export const OTHERS: readonly Visit[] = [
  visit(null, '(public)/forgot-password', '/forgot-password', 'A new password'),
  visit(null, '(public)/reset-password', '/reset-password?token=any', 'Choose a new password'),
  visit(null, '(public)/reset-password', '/reset-password', 'This link is not whole'),
  visit(null, '(public)/invitation', '/invitation?token=used', 'This invitation does not work any more'),
  visit('admin', '(workspace)', '/', 'Home'),
  visit('ana', LIBRARY, '/library?tag=nothing-has-this', 'Library'),
  visit('ana', '(workspace)/search', '/search', 'Search'),
  visit('ana', '(workspace)/search', '/search?q=nothingsaysthis', 'Search'),
  visit('marco', '(workspace)/inbox', '/inbox?show=unread', 'Inbox'),
  visit('kwame', '(workspace)/trash', '/trash', 'Trash'),
  visit('admin', PEOPLE, '/people', 'People'),
  visit('ana', PEOPLE, '/people?q=nobodyhasthisname', 'People'),
  visit('admin', `${PEOPLE}/teams`, '/people/teams', 'Teams'),
  visit('admin', `${PEOPLE}/job-roles`, '/people/job-roles', 'Job roles'),
  visit('admin', '(workspace)/people/invitations', '/people/invitations', 'Invitations'),
  visit('admin', '(workspace)/people/import', '/people/import', 'Import people'),
  visit('ana', '(workspace)/people/import', '/people/import', NOTHING_HERE, 404),
  visit('ana', '(workspace)/people/[slug]', '/people/nobody', NOTHING_HERE, 404),
  visit('ana', `${OWN}/notifications`, '/settings/notifications', 'Settings'),
  visit('ana', `${OWN}/password`, '/settings/password', 'Settings'),
  visit('ana', `${OPERATOR}/system`, '/settings/system', NOTHING_HERE, 404),
  visit('ana', '(workspace)/library/[slug]', '/library/nothing', NOTHING_HERE, 404),
  {
    name: 'writing, for a reader',
    route: '(workspace)/library/[slug]/edit',
    as: 'zoe',
    path: item(PLAIN, '/edit'),
    heading: PLAIN,
    loads: ['editor'],
  },
  {
    name: 'one session of its history, for a reader',
    route: '(workspace)/library/[slug]/history',
    as: 'zoe',
    path: async (database) =>
      `${await item(WRITTEN_TOGETHER, '/history')(database)}?session=${await oldestOf(database)}`,
    heading: `History of “${WRITTEN_TOGETHER}”`,
  },
  {
    name: 'the first version within a session, among the others',
    route: '(workspace)/library/[slug]/history',
    as: 'ana',
    path: async (database) => {
      const session = await oldestOf(database);
      return `${await item(WRITTEN_TOGETHER, '/history')(database)}?session=${session}&version=${session}`;
    },
    heading: `History of “${WRITTEN_TOGETHER}”`,
  },
  {
    name: 'an earlier version',
    route: '(workspace)/library/[slug]/history/[session]',
    as: 'zoe',
    path: async (database) => `${await item(WRITTEN_TOGETHER, '/history/')(database)}${await oldestOf(database)}`,
    heading: WRITTEN_TOGETHER,
  },
  {
    name: 'a session that is not there',
    route: '(workspace)/library/[slug]/history',
    as: 'ana',
    path: item(PLAIN, '/history?session=9'),
    heading: `History of “${PLAIN}”`,
  },
  visit('ana', '(workspace)/library/[slug]/history', '/library/nothing/history', NOTHING_HERE, 404),
  { name: 'oneself', route: '(workspace)/people/[slug]', as: 'ana', path: person('ana'), heading: /^Ana/ },
  {
    name: 'a person, for an administrator',
    route: '(workspace)/people/[slug]',
    as: 'admin',
    path: person('zoe'),
    heading: /^Zoé/,
  },
];
