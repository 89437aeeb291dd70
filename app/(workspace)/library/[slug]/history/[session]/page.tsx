import type { Metadata } from 'next';
import { ItemVersion } from '@/components/knowledge/history/item-version';
import { loadVersionPage } from '../../load';

type Props = {
  params: Promise<{ slug: string; session: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

async function load({ params, searchParams }: Props) {
  const [{ slug, session }, { version }] = await Promise.all([params, searchParams]);
  return loadVersionPage(slug, session, Array.isArray(version) ? version[0] : version);
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { item } = await load(props);
  return { title: `${item.title} · earlier version` };
}

/** An item as it was when one of its sessions ended, or at a version within it. */
export default async function ItemVersionPage(props: Props) {
  return <ItemVersion {...(await load(props))} />;
}
