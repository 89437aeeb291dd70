import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/server/platform/clock';
import { type OutboundOptions, outboundFetch } from '@/server/platform/http';
import { type SiteWords, siteWords } from './site-words';

export const SITE_TIMEOUT_MS = 5 * SECOND_MS;
export const SITE_BYTES_MAX = 2 * 1024 * 1024;
const SITE_REDIRECTS_MAX = 3;
const KEPT_MS = HOUR_MS;
const KEPT_FAILURE_MS = 5 * MINUTE_MS;
const KEPT_MAX = 500;

const NOTHING: SiteWords = { title: null, description: null };
const HTML = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i;

type Kept = { words: Promise<SiteWords>; until: number };
type Outside = Pick<OutboundOptions, 'allow' | 'resolve'>;

/** No address that is not public is asked, not even one that an administrator listed for something else. */
const PUBLIC_ONLY: Outside = { allow: [] };

/**
 * What sites say of their pages, asked of the site itself once an hour, with nothing of whoever reads. Failures say
 * nothing, and are not tried again for some minutes.
 */
export class SiteDescriptions {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly outside: Outside = PUBLIC_ONLY) {}

  /** @param mayAsk is waited for before a site is asked, and throws where it may not be */
  async describe(url: string, now: Date, mayAsk: () => Promise<unknown>): Promise<SiteWords> {
    const known = this.kept.get(url);
    if (known && known.until > now.getTime()) return known.words;
    const words = this.askOnce(url, now, mayAsk);
    this.kept.delete(url);
    this.kept.set(url, { words, until: now.getTime() + KEPT_MS });
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_MAX && oldest !== undefined) this.kept.delete(oldest);
    return words;
  }

  private async askOnce(url: string, now: Date, mayAsk: () => Promise<unknown>): Promise<SiteWords> {
    try {
      await mayAsk();
    } catch (error) {
      this.kept.delete(url);
      throw error;
    }
    return this.ask(url).catch(() => {
      const failed = this.kept.get(url);
      if (failed) failed.until = Math.min(failed.until, now.getTime() + KEPT_FAILURE_MS);
      return NOTHING;
    });
  }

  private async ask(url: string): Promise<SiteWords> {
    const { status, headers, body } = await outboundFetch(url, {
      ...this.outside,
      headers: { accept: 'text/html', 'user-agent': 'Kenning (link preview)' },
      timeoutMs: SITE_TIMEOUT_MS,
      bytesMax: SITE_BYTES_MAX,
      redirectsMax: SITE_REDIRECTS_MAX,
    });
    const contentType = headers['content-type'] ?? '';
    if (status !== 200 || !HTML.test(contentType)) throw new Error('not a page');
    return siteWords(body, contentType);
  }
}
