import type { ReactNode } from 'react';
import { SettingsHead } from '@/components/people/settings-head';
import { Page } from '@/components/ui/page';

export default function OwnSettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Page width="reading">
      <SettingsHead />
      {children}
    </Page>
  );
}
