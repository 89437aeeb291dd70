'use client';

import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useWayBackTo } from './way-back';

type Way = { href: string; children: ReactNode; 'aria-label'?: string; onClick?: () => void };

/** A button that is a link. Server components use it: they cannot hand `component={Link}` to a client component. */
export function LinkButton({ href, ...props }: ButtonProps & Way) {
  return <Button component={Link} href={href} {...props} />;
}

/** A link in running text. */
export function LinkAnchor({ href, ...props }: AnchorProps & Way) {
  return <Anchor component={Link} href={href} {...props} />;
}

/** A step of the path above a title. The list that one came from is as one left it. */
export function CrumbLink({ href, isLast, children }: { href: string; isLast: boolean; children: ReactNode }) {
  return (
    <Link href={useWayBackTo(href)} data-back={isLast || undefined}>
      {children}
    </Link>
  );
}

/** The list as it is filtered, for a spreadsheet. */
export function CsvButton({ href }: { href: string }) {
  return (
    <Button component="a" href={href} variant="default" download>
      Export CSV
    </Button>
  );
}
