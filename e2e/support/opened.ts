import type { BrowserContext, Page } from '@playwright/test';
import { emailOf } from './items';
import { expectSound, NARROW_DARK, NARROW_LIGHT, Watch, WIDE_DARK, WIDE_LIGHT } from './page-check';
import { expect, signIn, test, type World } from './test';

/** Something that opens over a page, or that is said in it. */
export type Opened = {
  name: string;
  as: string;
  path: (world: World) => string | Promise<string>;
  /** Who else comes to the page first, in a browser of their own. */
  joined?: (page: Page, world: World) => Promise<BrowserContext>;
  open: (page: Page, world: World) => Promise<void>;
  /** What must stand there then. */
  shown: (page: Page) => ReturnType<Page['getByRole']>;
  /** Where there is room for it, or only where there is not. */
  only?: 'wide' | 'narrow';
  /** A text is written in the page. */
  isWriting?: boolean;
};

const LOOKS = [
  { look: WIDE_LIGHT, width: 'wide' },
  { look: WIDE_DARK, width: 'wide' },
  { look: NARROW_LIGHT, width: 'narrow' },
  { look: NARROW_DARK, width: 'narrow' },
] as const;

/** Opens each in both widths and colours, judges the page with it, and leaves a picture of it with the results. */
export function expectEachSound(opened: readonly Opened[]): void {
  for (const { look, width } of LOOKS) {
    test.describe(look.name, () => {
      test.use(look.options);

      for (const { name, as, path, joined, open, shown, only = width, isWriting } of opened) {
        if (only !== width) continue;
        test(`${name} is sound`, async ({ page, world }, info) => {
          await signIn(page.context(), world, emailOf(as));
          const watch = new Watch(page);
          await watch.open(await path(world));
          const others = await joined?.(page, world);
          await open(page, world);
          await expect(shown(page)).toBeVisible();
          await page.waitForLoadState('networkidle');
          await page.screenshot({ path: info.outputPath(`${name}, ${look.name}.png`) });
          await expectSound(page, watch, isWriting);
          await others?.close();
        });
      }
    });
  }
}
