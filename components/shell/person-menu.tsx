'use client';

import { ActionIcon, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import Link from 'next/link';
import { personHref } from '@/components/ui/href';
import { PersonAvatar } from '@/components/ui/person';
import { ICON } from '@/components/ui/theme';
import type { Viewer } from '@/components/ui/viewer';
import classes from './person-menu.module.css';

type Props = { viewer: Viewer; onKeys?: () => void; onSignOut: () => void; compact?: boolean };

const SCHEMES = [
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
] as const;

/** The person: their page, the colours, the keys, the way out. `compact` shows the picture alone. */
export function PersonMenu({ viewer, onKeys, onSignOut, compact = false }: Props) {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: false });
  return (
    <Menu position={compact ? 'bottom-end' : 'top-start'} width={224}>
      <Menu.Target>
        {compact ? (
          <ActionIcon size="lg" radius="xl" aria-label={`You: ${viewer.name}`}>
            <PersonAvatar person={viewer} size={28} />
          </ActionIcon>
        ) : (
          <UnstyledButton className={classes.person} aria-label={`You: ${viewer.name}`}>
            <PersonAvatar person={viewer} size={24} />
            <span className={classes.name}>{viewer.name}</span>
            <IconSelector {...ICON} size={16} />
          </UnstyledButton>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{viewer.email}</Menu.Label>
        <Menu.Item component={Link} href={personHref(viewer)} leftSection={<IconUser {...ICON} />}>
          Your page
        </Menu.Item>
        {onKeys ? (
          <Menu.Item leftSection={<IconKeyboard {...ICON} />} onClick={onKeys}>
            Keys
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}>
          <Menu.Label>Colours</Menu.Label>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme.value} value={scheme.value}>
              {scheme.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout {...ICON} />} onClick={onSignOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
