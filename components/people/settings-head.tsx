import { PageHeader } from '@/components/ui/page-header';
import { TabsNav } from '@/components/ui/tabs-nav';

const TABS = [
  { href: '/settings', label: 'Profile' },
  { href: '/settings/password', label: 'Password' },
  { href: '/settings/sessions', label: 'Sessions' },
  { href: '/settings/notifications', label: 'Notifications' },
  { href: '/settings/tokens', label: 'Tokens' },
];

/** The head of a person's own settings. */
export function SettingsHead() {
  return (
    <PageHeader title="Settings">
      <TabsNav label="Settings" tabs={TABS} />
    </PageHeader>
  );
}
