import type { BrowserContext } from '@playwright/test';

const MARK = 'data-does-not-listen';
const LOOK_EVERY_MS = 20;

/** In the page: from when its scripts are named until React has its body, the root bears a mark. */
function markUntilReactHasIt({ mark, everyMs }: { mark: string; everyMs: number }): void {
  const isReacts = () => Object.keys(document.body).some((key) => key.startsWith('__react'));
  const look = () => {
    if (isReacts()) document.documentElement.removeAttribute(mark);
    else setTimeout(look, everyMs);
  };
  document.addEventListener('DOMContentLoaded', () => {
    if (!document.querySelector('script[src*="/_next/"]')) return;
    document.documentElement.setAttribute(mark, '');
    look();
  });
}

/**
 * A page shows its buttons before it hears them. In pages of this context whatever is done to a locator waits until it
 * is heard, as a person would who sees that nothing happens, and tries again.
 */
export async function waitUntilItListens(context: BrowserContext): Promise<void> {
  await context.addInitScript(markUntilReactHasIt, { mark: MARK, everyMs: LOOK_EVERY_MS });
  context.on('page', (page) => {
    // A page that is closed at once needs none.
    page.addLocatorHandler(page.locator(`html[${MARK}]`), async () => undefined).catch(() => undefined);
  });
}
