'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import classes from './tabs-nav.module.css';

export type Tab = { href: string; label: string };

/** Tabs that are pages: at most five, each with an address of its own. The longest address that fits is the current one. */
export function TabsNav({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const pathname = usePathname();
  const fits = (tab: Tab) => pathname === tab.href || pathname.startsWith(`${tab.href}/`);
  const strip = useRef<HTMLElement>(null);
  const current = tabs.filter(fits).sort((a, b) => b.href.length - a.href.length)[0];
  // Where they do not fit, the strip scrolls: the current one is always in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another current tab
  useEffect(() => {
    const tab = strip.current?.querySelector<HTMLElement>('[aria-current]');
    if (tab) strip.current?.scrollTo({ left: tab.offsetLeft - tab.offsetWidth });
  }, [pathname]);
  return (
    <nav ref={strip} aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          className={classes.tab}
          aria-current={tab === current ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
