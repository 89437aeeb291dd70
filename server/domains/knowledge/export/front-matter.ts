import { stringify } from 'yaml';

type Described = {
  id: string;
  title: string;
  contentType: string;
  status: string;
  version: string;
  summary: string;
  updatedAt: Date;
  metadata: {
    tags: string[];
    categories: string[];
    expertiseLevel: string;
    languages: string[];
    platforms: string[];
    versions: unknown;
    businessContext: string[];
  } | null;
};

function isSaid(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** What is known of an item, as YAML before its text. Importing reads it again, except for id, status and version. */
export function frontMatterOf(item: Described): string {
  const { metadata } = item;
  const fields = {
    title: item.title,
    content_type: item.contentType,
    summary: item.summary,
    tags: metadata?.tags,
    categories: metadata?.categories,
    expertise_level: metadata?.expertiseLevel,
    languages: metadata?.languages,
    platforms: metadata?.platforms,
    versions: metadata?.versions,
    business_context: metadata?.businessContext,
    id: item.id,
    status: item.status,
    version: item.version,
    updated_at: item.updatedAt.toISOString(),
  };
  return `---\n${stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => isSaid(value))))}---\n\n`;
}
