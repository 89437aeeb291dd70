import type { Metadata } from 'next';
import { ImportPage } from '@/components/knowledge/import/import-page';

export const metadata: Metadata = { title: 'Import Markdown' };

export default function LibraryImportPage() {
  return <ImportPage />;
}
