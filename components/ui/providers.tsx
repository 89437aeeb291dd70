'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { TrpcProvider } from '@/components/trpc';
import { cssVariablesResolver, MOTION_MS, theme } from './theme';
import { useFocusOfBusyButtons } from './use-focus-of-busy-buttons';
import { useLightPrint } from './use-light-print';

const NOTIFICATIONS_SHOWN_MAX = 4;

/** What every page stands in: the theme, the queries, and the place where notices appear. */
export function Providers({ children }: { children: ReactNode }) {
  useFocusOfBusyButtons();
  useLightPrint();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={NOTIFICATIONS_SHOWN_MAX} transitionDuration={MOTION_MS} />
      <TrpcProvider>{children}</TrpcProvider>
    </MantineProvider>
  );
}
