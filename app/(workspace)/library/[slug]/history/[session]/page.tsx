import type { Metadata } from 'next';
import { ItemVersion } from '@/components/knowledge/history/item-version';
import { loadVersionPage } from '../../load';

type Props = { params: Promise<{ slug: string; session: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, session } = await params;
  const { item } = await loadVersionPage(slug, session);
  return { title: `${item.title} · earlier version` };
}

/** An item as it was when one of its sessions ended. */
export default async function ItemVersionPage({ params }: Props) {
  const { slug, session } = await params;
  return <ItemVersion {...(await loadVersionPage(slug, session))} />;
}
