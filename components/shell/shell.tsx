'use client';

import { ActionIcon, Button, Drawer, Kbd, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLayoutSidebar, IconMenu2, IconSearch } from '@tabler/icons-react';
import { usePathname } from 'next/navigation';
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { keysInWords } from '@/components/ui/keys';
import { ICON } from '@/components/ui/theme';
import { type Viewer, ViewerProvider } from '@/components/ui/viewer';
import { BAR_COOKIE, BAR_COOKIE_SECONDS } from './bar-cookie';
import { CommandMenu } from './command-menu';
import { KeptNotice } from './kept-notice';
import { KeysDialog } from './keys-dialog';
import { allEntriesFor } from './navigation';
import { NavigationBar } from './navigation-bar';
import { PersonMenu } from './person-menu';
import classes from './shell.module.css';
import { useCreate } from './use-create';
import { useModKeys } from './use-mod-keys';
import { useOfflinePage } from './use-offline-page';
import { useShellKeys } from './use-shell-keys';
import { useSignOut } from './use-sign-out';

type Props = {
  viewer: Viewer;
  /** As the cookie remembers it, so that the first paint is the right one. */
  barOpen: boolean;
  /** The bell. */
  bell?: ReactNode;
  children: ReactNode;
};

/** What stands around every page of the workspace: the bar, the head, ⌘K, the keys. */
export function Shell({ viewer, barOpen, bell, children }: Props) {
  const [bar, setBar] = useState(barOpen);
  const [drawer, drawerActs] = useDisclosure(false);
  const [menu, menuActs] = useDisclosure(false);
  const [keys, keysActs] = useDisclosure(false);
  const pathname = usePathname();
  const pages = useMemo(
    () => new Map(allEntriesFor(viewer).flatMap((entry) => (entry.key ? [[entry.key, entry.href] as const] : []))),
    [viewer],
  );
  const toggleBar = useCallback(() => {
    setBar((open) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the server reads it, and Cookie Store is not everywhere yet
      document.cookie = `${BAR_COOKIE}=${open ? 'closed' : 'open'}; path=/; max-age=${BAR_COOKIE_SECONDS}; samesite=lax`;
      return !open;
    });
  }, []);
  const { barRef, hideRef, showRef } = useFocusOfBar(bar);
  const { create, dialog: createDialog } = useCreate();
  const { signOut, dialog: signOutDialog } = useSignOut(viewer.id);
  useOfflinePage();
  useShellKeys({ help: keysActs.open, find: menuActs.open, create, bar: toggleBar, pages });
  useModKeys({ opened: menu, toggle: menuActs.toggle, close: menuActs.close });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer, whatever led there
  useEffect(drawerActs.close, [pathname]);
  return (
    <ViewerProvider viewer={viewer}>
      <div className={classes.shell} data-bar={bar ? 'open' : 'closed'}>
        <div className={classes.bar} ref={barRef}>
          <NavigationBar
            viewer={viewer}
            onToggle={toggleBar}
            toggleRef={hideRef}
            onKeys={keysActs.open}
            onSignOut={signOut}
          />
        </div>
        <Head
          viewer={viewer}
          bell={bell}
          showRef={showRef}
          onDrawer={drawerActs.open}
          onBar={toggleBar}
          onMenu={menuActs.open}
          onKeys={keysActs.open}
          onSignOut={signOut}
        />
        <main id="text" tabIndex={-1} className={classes.main}>
          <KeptNotice personId={viewer.id} />
          {children}
        </main>
      </div>
      <Drawer opened={drawer} onClose={drawerActs.close} size={280} title="Kenning" hiddenFrom="sm">
        <NavigationBar viewer={viewer} onFollow={drawerActs.close} onSignOut={signOut} />
      </Drawer>
      {createDialog}
      {signOutDialog}
      <CommandMenu
        viewer={viewer}
        opened={menu}
        onClose={menuActs.close}
        acts={{ showKeys: keysActs.open, createItem: create, signOut }}
      />
      <KeysDialog opened={keys} onClose={keysActs.close} viewer={viewer} />
    </ViewerProvider>
  );
}

type HeadProps = Pick<Props, 'viewer' | 'bell'> & {
  showRef: RefObject<HTMLButtonElement | null>;
  onDrawer: () => void;
  onBar: () => void;
  onMenu: () => void;
  onKeys: () => void;
  onSignOut: () => void;
};

function Head({ viewer, bell, showRef, onDrawer, onBar, onMenu, onKeys, onSignOut }: HeadProps) {
  return (
    <header className={classes.header}>
      <span className={classes.phone}>
        <ActionIcon aria-label="Open the navigation" size="lg" onClick={onDrawer}>
          <IconMenu2 {...ICON} />
        </ActionIcon>
      </span>
      <span className={classes.opener}>
        <Tooltip label="Show the bar  [">
          <ActionIcon ref={showRef} aria-label="Show the bar" size="lg" onClick={onBar}>
            <IconLayoutSidebar {...ICON} />
          </ActionIcon>
        </Tooltip>
      </span>
      <Button
        variant="default"
        className={classes.find}
        leftSection={<IconSearch {...ICON} size={16} />}
        rightSection={<MenuKey />}
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        onClick={onMenu}
      >
        <span className={classes.findWords}>Find or do anything</span>
      </Button>
      <div className={classes.right}>
        {bell}
        <span className={classes.person}>
          <PersonMenu viewer={viewer} onKeys={onKeys} onSignOut={onSignOut} compact />
        </span>
      </div>
    </header>
  );
}

/** The bar and what shows it take turns: whichever goes gives the focus that it had to the other. */
function useFocusOfBar(open: boolean) {
  const barRef = useRef<HTMLDivElement>(null);
  const hideRef = useRef<HTMLButtonElement>(null);
  const showRef = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (open && focused === showRef.current) hideRef.current?.focus();
    if (!open && barRef.current?.contains(focused)) showRef.current?.focus();
  }, [open]);
  return { barRef, hideRef, showRef };
}

/** Which system it is, the browser alone knows: the server's guess is put right at once. */
function MenuKey() {
  const [words, setWords] = useState('Ctrl K');
  useEffect(() => setWords(keysInWords('Mod-K')), []);
  return <Kbd className={classes.findKey}>{words}</Kbd>;
}
