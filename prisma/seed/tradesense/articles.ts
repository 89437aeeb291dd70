import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { AccessLevel, ContentExpertise, ContentType } from '@/prisma/generated/enums';

/** From the root of the product, where every process of it is started. */
export const ARTICLES_FOLDER = join('prisma', 'seed', 'tradesense', 'articles');

const mailbox = z.string().regex(/^[a-z]+$/);
const file = z.string().regex(/^[a-z0-9-]+\.md$/);
const daysAgo = z.number().int().min(1).max(370);
const words = z.array(z.string()).default([]);

/** What stands above an article: who wrote it and when, and what happened to it since. */
const frontMatter = z.strictObject({
  title: z.string().max(200),
  type: z.enum(ContentType),
  author: mailbox,
  maintainers: z.array(mailbox).min(1),
  access: z.enum(AccessLevel),
  teams: words,
  roles: words,
  people: z.array(mailbox).default([]),
  tags: words,
  categories: words,
  expertise: z.enum(ContentExpertise),
  languages: words,
  platforms: words,
  versions: z.record(z.string(), z.string()).default({}),
  businessContext: words,
  created: daysAgo,
  parent: file.optional(),
  /** Each adds a section to the text: with three edits, the article began without its last three. */
  edits: z.array(z.strictObject({ by: mailbox, daysAgo })),
  renamed: z.strictObject({ from: z.string(), by: mailbox, daysAgo }).optional(),
  /** Was for these teams only, until it was opened to its present access. */
  opened: z.strictObject({ fromTeams: z.array(z.string()), by: mailbox, daysAgo }).optional(),
  trashed: z.strictObject({ by: mailbox, daysAgo, reason: z.string() }).optional(),
});

export type Article = z.infer<typeof frontMatter> & {
  file: string;
  /** The text before the first second-level heading, then each of those with what follows it. */
  sections: readonly string[];
  /** Files and images that the text names, as written. */
  links: readonly string[];
  images: readonly string[];
};

const LINK = /(?<!!)\[([^\]]+)\]\(([a-z0-9-]+\.md)\)/g;
const IMAGE = /(!\[[^\]]*\])\((images\/[a-z0-9-]+\.png)\)/g;
const FENCE = /^\s*(```|~~~)/;

/** Reads every article of the folder, in the order of their names. @throws ZodError with the file's name */
export async function readArticles(folder = ARTICLES_FOLDER): Promise<Article[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(names.map(async (name) => parseArticle(name, await readFile(join(folder, name), 'utf8'))));
}

function parseArticle(name: string, source: string): Article {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
  if (head === undefined || body === undefined) throw new Error(`${name} has no front matter.`);
  const known = frontMatter.safeParse(parse(head));
  if (!known.success) throw new Error(`${name}: ${z.prettifyError(known.error)}`);
  return {
    ...known.data,
    file: name,
    sections: sectionsOf(body),
    links: [...body.matchAll(LINK)].flatMap((match) => match[2] ?? []),
    images: [...body.matchAll(IMAGE)].flatMap((match) => match[2] ?? []),
  };
}

function sectionsOf(body: string): string[] {
  const sections: string[][] = [[]];
  let inCode = false;
  for (const line of body.split('\n')) {
    if (FENCE.test(line)) inCode = !inCode;
    if (!inCode && line.startsWith('## ')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join('\n').trim()).filter(Boolean);
}

/** How an article's text looked when so many of its edits were made. @param edits made; all of them give the whole text */
export function textAfter(article: Article, edits: number): string {
  const shown = article.sections.length - article.edits.length + edits;
  return article.sections.slice(0, Math.max(1, shown)).join('\n\n');
}

/** Replaces links and images by what they lead to; a link that leads nowhere yet becomes its own words. */
export function linked(
  text: string,
  addresses: { item: (file: string) => string | null; image: (name: string) => string },
): string {
  return text
    .replace(LINK, (_, label: string, target: string) => {
      const address = addresses.item(target);
      return address === null ? label : `[${label}](${address})`;
    })
    .replace(IMAGE, (_, alt: string, image: string) => `${alt}(${addresses.image(image)})`);
}

/** The articles that a text names. */
export const linksIn = (text: string): string[] => [...text.matchAll(LINK)].flatMap((match) => match[2] ?? []);
