import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, ConsoleMessage, Page, Request, Response } from '@playwright/test';
import { expect } from './test';

export type Look = { name: string; options: BrowserContextOptions };

const lookOf = (width: number, height: number, colorScheme: 'light' | 'dark'): Look => ({
  name: `${width} ${colorScheme}`,
  options: { viewport: { width, height }, colorScheme },
});

export const WIDE_LIGHT = lookOf(1440, 900, 'light');
export const WIDE_DARK = lookOf(1440, 900, 'dark');
export const NARROW_LIGHT = lookOf(390, 844, 'light');
export const NARROW_DARK = lookOf(390, 844, 'dark');

/** Code that only some pages may load, by words that its authors left in it and that minifying keeps. */
const HEAVY_CODE = {
  editor: /ProseMirror|tiptap|Yjs was already imported/,
  diagrams: /mermaidAPI/,
  formulas: /tml-prime/,
} as const;
export type HeavyCode = keyof typeof HEAVY_CODE;

/** What a script's address holds never changes: each is looked through once. */
const heavyCodeAt = new Map<string, HeavyCode[]>();

/** Hears everything that goes wrong on a page; give it the page before its first address. */
export class Watch {
  private readonly faults: string[] = [];
  private readonly scripts: Promise<HeavyCode[]>[] = [];
  /** Of the page itself, which may be one that does not exist. */
  private expected = 200;

  constructor(private readonly page: Page) {
    page.on('console', this.onConsole);
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('requestfailed', this.onFailedRequest);
    page.on('response', this.onResponse);
  }

  /** Opens an address and waits until nothing is on its way any more. */
  async open(path: string, status = 200): Promise<void> {
    this.expected = status;
    await this.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        throw new Error(`the content security policy forbids ${event.blockedURI} (${event.violatedDirective})`);
      });
    });
    const response = await this.page.goto(path);
    expect(response?.status(), `the status of ${path}`).toBe(status);
    await this.page.waitForLoadState('networkidle');
  }

  found = (): readonly string[] => this.faults;

  /** Which of the heavy code has been loaded so far. */
  async heavyCode(): Promise<HeavyCode[]> {
    return [...new Set((await Promise.all(this.scripts)).flat())].sort();
  }

  private onConsole = (message: ConsoleMessage) => {
    if (message.type() !== 'error') return;
    // What the browser says of a page that is not there is no fault of a page that is to be so.
    if (this.expected >= 400 && message.location().url === this.page.url()) return;
    this.faults.push(`console: ${message.text()} (${message.location().url})`);
  };

  private onFailedRequest = (request: Request) => {
    const why = request.failure()?.errorText;
    // Next takes back what it fetches ahead when something else is more urgent.
    if (why !== 'net::ERR_ABORTED') this.faults.push(`failed: ${request.url()} (${why})`);
  };

  private onResponse = (response: Response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage) this.faults.push(`${response.status()}: ${response.url()}`);
    if (response.request().resourceType() === 'script') this.scripts.push(heavyCodeIn(response));
  };
}

async function heavyCodeIn(response: Response): Promise<HeavyCode[]> {
  const known = heavyCodeAt.get(response.url());
  if (known) return known;
  const body = await response.text();
  const found = (Object.keys(HEAVY_CODE) as HeavyCode[]).filter((kind) => HEAVY_CODE[kind].test(body));
  heavyCodeAt.set(response.url(), found);
  return found;
}

/** What makes the whole document scroll sideways; nothing where it does not. */
function partsThatOverflow(): string[] {
  const width = document.documentElement.clientWidth;
  if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= width) return [];
  const wide = [...document.body.querySelectorAll('*')].filter((part) => part.getBoundingClientRect().right > width);
  return [`wider than ${width} px`, ...wide.slice(-5).map((part) => part.outerHTML.slice(0, 160))];
}

/** Styles that are loaded ahead in the page itself and put to no use in it: the browser complains of each. */
function stylesForNothing(): string[] {
  const used = new Set([...document.styleSheets].map((sheet) => sheet.href));
  const ahead = [...document.head.querySelectorAll<HTMLLinkElement>('link[rel="preload"][as="style"]')];
  return ahead.map((link) => link.href).filter((href) => !used.has(href));
}

/** axe finds nothing in what stands on a page now. */
export async function expectAccessible(page: Page, isWriting = false): Promise<void> {
  // In a text that one writes, the caret scrolls a wide table or a long line of code; they are no stops for Tab.
  const rules = { 'scrollable-region-focusable': { enabled: !isWriting } };
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'], rules }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html}`));
  expect(found, 'what axe finds').toEqual([]);
}

/** What stands on a page now: accessible, within its width, and nothing has gone wrong. */
export async function expectSound(page: Page, watch: Watch, isWriting = false): Promise<void> {
  expect(await page.evaluate(partsThatOverflow), 'parts that make the document scroll sideways').toEqual([]);
  expect(await page.evaluate(stylesForNothing), 'styles loaded ahead for nothing').toEqual([]);
  await expectAccessible(page, isWriting);
  expect(watch.found(), 'errors and failed requests').toEqual([]);
}

export type Expected = {
  heading: string | RegExp;
  /** 200 where it is absent. */
  status?: number;
  /** Code that it may load, and does; it loads none of the other. */
  loads?: readonly HeavyCode[];
};

/** Opens an address in a page that has not been anywhere yet, and judges what comes. */
export async function expectSoundPage(page: Page, path: string, { heading, status, loads = [] }: Expected) {
  const watch = new Watch(page);
  await watch.open(path, status);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await expectSound(page, watch, loads.includes('editor'));
  // A diagram in a text that is written is drawn a moment later.
  await expect.poll(() => watch.heavyCode(), { message: 'the code that only some pages need' }).toEqual(loads);
}
