/**
 * `npm run bench:search`: how good the order of search results is, beside what PostgreSQL alone gives on the same texts.
 *
 *   KENNING_RELEVANCE   a folder with `cranfield/`: abstracts, questions, judgments
 *   KENNING_CORPUS      a folder with `docs/`: Markdown, whose pages are asked for by their titles
 *
 * Both go through the product's commands into databases of their own, on a PostgreSQL that is thrown away afterwards, and
 * are searched by somebody who may read them and did not write them. A search of Kenning's judges who may read, counts and
 * highlights as well, so its milliseconds are to be compared with its own of before, not with the others'.
 */
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { createItem, importFolder } from '@/server/domains/knowledge';
import { CORPUS_DOCS, HAS_CORPUS } from '@/server/domains/knowledge/markdown/corpus.testing';
import { TITLE_CHARACTERS_MAX } from '@/server/domains/knowledge/schema';
import { buildContext } from '@/server/domains/people/factory';
import { type Database, openDatabase } from '@/server/platform/db/client';
import { withConnection } from '@/server/platform/db/connection';
import { migrate } from '@/server/platform/db/migrate';
import { type ScratchCluster, scratchCluster } from '@/server/platform/testing/cluster';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { mean, ndcg, recall, reciprocalRank } from './metrics';
import { HAS_CRANFIELD, type JudgedText, type Question, RELEVANCE, readCranfield } from './relevance-set';
import { kenning, plainPostgres, type Way } from './ways';

const MARKDOWN = unified().use(remarkGfm).use(remarkStringify);
const DEPTH = 10;
const METRICS = { nDCG: ndcg, MRR: reciprocalRank, recall };
const FIGURE_WIDTH = 12;
const NAME_WIDTH = 34;

const say = (line: string) => process.stdout.write(`${line}\n`);
const secondsSince = (begun: number) => `${((performance.now() - begun) / 1000).toFixed(0)} s`;

type Outcome = { name: string; figures: (number | null)[]; ms: number };

async function outcomeOf({ name, ask }: Way, questions: readonly Question[]): Promise<Outcome> {
  const begun = performance.now();
  const answers: { ranked: string[]; grades: Question['grades'] }[] = [];
  for (const { text, grades } of questions) answers.push({ ranked: await ask(text, DEPTH), grades });
  const ms = (performance.now() - begun) / questions.length;
  const figures = Object.values(METRICS).map((metric) =>
    mean(answers.map(({ ranked, grades }) => metric(ranked, grades, DEPTH))),
  );
  return { name, figures, ms };
}

/** One line for each way: its figures, and what Kenning's nDCG is of its own. */
function table(outcomes: readonly Outcome[]): string[] {
  const line = (name: string, cells: readonly string[]) =>
    name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(FIGURE_WIDTH)).join('');
  const ours = outcomes[0]?.figures[0];
  const rows = outcomes.map(({ name, figures: [first, ...rest], ms }) => {
    const ratio = ours && first ? (ours / first).toFixed(2) : '–';
    return line(name, [...[first, ...rest].map((figure) => figure?.toFixed(3) ?? '–'), ratio, ms.toFixed(1)]);
  });
  const heads = [...Object.keys(METRICS).map((metric) => `${metric}@${DEPTH}`), 'nDCG ratio', 'ms each'];
  return [line('', heads), ...rows];
}

async function compare(database: Database, questions: readonly Question[]): Promise<void> {
  const reader = await buildContext(database.prisma);
  const outcomes: Outcome[] = [];
  for (const way of [kenning(reader), ...(await plainPostgres(database))]) {
    outcomes.push(await outcomeOf(way, questions));
  }
  for (const line of table(outcomes)) say(line);
}

/** Words as one paragraph: what looks like Markdown in them is none. */
function asMarkdown(words: string): string {
  const text = { type: 'text' as const, value: words };
  return MARKDOWN.stringify({ type: 'root', children: [{ type: 'paragraph', children: [text] }] });
}

/**
 * Each abstract becomes an item by the command that makes a person's. What a title has no room for begins the text.
 * @returns the item's id by the abstract's
 */
async function writeAbstracts(database: Database, texts: readonly JudgedText[]): Promise<Map<string, string>> {
  const author = await buildContext(database.prisma);
  const ids = new Map<string, string>();
  for (const { id, title, text } of texts) {
    const words = `${title.slice(TITLE_CHARACTERS_MAX)} ${text}`.trim();
    const named = { title: title.slice(0, TITLE_CHARACTERS_MAX), contentType: 'research_notes' as const };
    const item = await createItem(author, { ...named, accessLevel: 'public', markdown: asMarkdown(words) });
    ids.set(id, item.id);
  }
  return ids;
}

async function cranfield(database: Database): Promise<void> {
  const begun = performance.now();
  const { texts, questions } = readCranfield();
  const ids = await writeAbstracts(database, texts);
  say(`\nCranfield: ${ids.size} abstracts, ${questions.length} questions (written in ${secondsSince(begun)})`);
  const asked = questions.map(({ text, grades }) => ({
    text,
    // One that could not be written is not found, and stays in the best order there is.
    grades: new Map([...grades].map(([id, grade]) => [ids.get(id) ?? id, grade])),
  }));
  await compare(database, asked);
}

async function importCorpus(database: Database): Promise<void> {
  const librarian = await buildContext(database.prisma);
  const { files, remove } = await scratchFileStore(database.prisma);
  try {
    const access = { accessLevel: 'public' as const, teamIds: [], jobRoleIds: [], namedPersonIds: [] };
    await importFolder(librarian, files, CORPUS_DOCS, { access });
  } finally {
    await remove();
  }
}

async function titles(database: Database): Promise<void> {
  const begun = performance.now();
  await importCorpus(database);
  const pages = await database.prisma.knowledgeItem.findMany({ select: { id: true, title: true } });
  say(`\nTitles: ${pages.length} pages, each asked for by its title (imported in ${secondsSince(begun)})`);
  const asked = pages.map(({ title }) => ({
    text: title,
    // Each of the pages that are called the same is right.
    grades: new Map(pages.filter((page) => page.title === title).map(({ id }) => [id, 1])),
  }));
  await compare(database, asked);
}

async function inDatabase(cluster: ScratchCluster, name: string, work: (database: Database) => Promise<void>) {
  await withConnection(cluster.url('postgres'), (client) => client.query(`create database ${name}`));
  await migrate(cluster.url(name));
  const database = openDatabase(cluster.url(name));
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

async function main(): Promise<void> {
  if (!HAS_CRANFIELD) say(`Cranfield skipped: nothing at ${RELEVANCE}, set KENNING_RELEVANCE.`);
  if (!HAS_CORPUS) say(`Titles skipped: no corpus at ${CORPUS_DOCS}, set KENNING_CORPUS.`);
  if (!HAS_CRANFIELD && !HAS_CORPUS) return;
  const cluster = await scratchCluster();
  try {
    if (HAS_CRANFIELD) await inDatabase(cluster, 'cranfield', cranfield);
    if (HAS_CORPUS) await inDatabase(cluster, 'titles', titles);
  } finally {
    await cluster.remove();
  }
}

await main();
