import type { Metadata } from 'next';
import { ItemWriting } from '@/components/knowledge/item-writing';
import { loadEditorPage } from '../load';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const item = await loadEditorPage((await params).slug);
  return { title: `${item.title} · writing` };
}

/** An item as it is written, together with whoever else has it open. */
export default async function EditItemPage({ params }: Props) {
  const item = await loadEditorPage((await params).slug);
  return <ItemWriting first={item} />;
}
