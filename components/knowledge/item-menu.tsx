'use client';

import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAdjustments,
  IconDots,
  IconEye,
  IconFilePlus,
  IconHistory,
  IconLock,
  IconMailQuestion,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, useRef, useState } from 'react';
import { ICON } from '@/components/ui/theme';
import { wayBackTo } from '@/components/ui/way-back';
import { itemPath } from '@/server/domains/knowledge/rules';
import { useAskedTrash } from './trash-dialog';
import type { ItemRecord } from './use-item-form';

// Their code comes when somebody asks for it: most people only read.
const AccessDialog = dynamic(() => import('./access-dialog').then((module) => module.AccessDialog));
const DetailsDialog = dynamic(() => import('./details-dialog').then((module) => module.DetailsDialog));
const NewItemDialog = dynamic(() => import('./new-item-dialog').then((module) => module.NewItemDialog));
const PeopleDialog = dynamic(() => import('./people-dialog').then((module) => module.PeopleDialog));
const ReadersDialog = dynamic(() => import('./readers-dialog').then((module) => module.ReadersDialog));
const RequestsDialog = dynamic(() => import('./requests-dialog').then((module) => module.RequestsDialog));

type ItemDialog = 'access' | 'details' | 'people' | 'readers' | 'requests' | 'child';

/** The dialogs of an item. One is open at a time; none of their code is loaded before. */
function ItemDialogs({ page, open, onClose }: { page: ItemRecord; open: ItemDialog | null; onClose: () => void }) {
  const { id } = page.item;
  switch (open) {
    case 'access':
      return <AccessDialog opened onClose={onClose} page={page} />;
    case 'details':
      return <DetailsDialog opened onClose={onClose} page={page} />;
    case 'people':
      return <PeopleDialog opened onClose={onClose} page={page} />;
    case 'readers':
      return <ReadersDialog opened onClose={onClose} id={id} />;
    case 'requests':
      return <RequestsDialog opened onClose={onClose} itemId={id} />;
    case 'child':
      return <NewItemDialog opened onClose={onClose} parentItemId={id} />;
    case null:
      return null;
  }
}

/** Everything one may do with an item besides its primary act. */
export function ItemMenu({ page }: { page: ItemRecord }) {
  const router = useRouter();
  const [open, setOpen] = useState<ItemDialog | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { item } = page;
  // A dialog that is gone at once cannot give the focus back itself.
  const close = () => {
    setOpen(null);
    button.current?.focus();
  };
  const trashing = useAskedTrash(() => router.push(wayBackTo('/library')), close);
  const entry = (dialog: ItemDialog, label: string, icon: ReactNode) => (
    <Menu.Item leftSection={icon} onClick={() => setOpen(dialog)}>
      {label}
    </Menu.Item>
  );
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon ref={button} variant="default" size={34} aria-label="More to do with this item">
            <IconDots {...ICON} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {entry('readers', 'Who can see this', <IconEye {...ICON} />)}
          <Menu.Item component={Link} href={`${itemPath(item)}/history`} leftSection={<IconHistory {...ICON} />}>
            History
          </Menu.Item>
          {item.can.changeAccess ? entry('access', 'Change who may read it', <IconLock {...ICON} />) : null}
          {page.requestsWaiting > 0
            ? entry('requests', `Requests to read (${page.requestsWaiting})`, <IconMailQuestion {...ICON} />)
            : null}
          {item.can.edit ? entry('details', 'Details', <IconAdjustments {...ICON} />) : null}
          {item.can.changeMaintainers ? entry('people', 'Maintainers and reviewers', <IconUsers {...ICON} />) : null}
          {item.trashedAt ? null : entry('child', 'New item below this', <IconFilePlus {...ICON} />)}
          {item.can.trash ? (
            <>
              <Menu.Divider />
              <Menu.Item
                c="var(--mantine-color-red-text)"
                leftSection={<IconTrash {...ICON} />}
                onClick={() => trashing.trash([{ id: item.id, title: item.title }])}
              >
                Move to trash
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ItemDialogs page={page} open={open} onClose={close} />
      {trashing.dialog}
    </>
  );
}
