'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** Whoever looks at the page, as far as the page needs to know. Abilities are answers of the server, never worked out here. */
export type Viewer = {
  id: string;
  name: string;
  email: string;
  timeZone: string;
  can: { invite: boolean; operate: boolean };
};

const ViewerContext = createContext<Viewer | null>(null);

/** The workspace layout provides it once. */
export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext.Provider value={viewer}>{children}</ViewerContext.Provider>;
}

/** The person who looks, or null on public pages. */
export function useViewer(): Viewer | null {
  return useContext(ViewerContext);
}
