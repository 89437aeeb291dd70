/** What a link elsewhere leads to, as it is read: the site first, the way to the page in it step by step. */
export type SiteAddress = { host: string; steps: string[]; rest: string };

/** Signs that change how what stands around them is shown, or do not show at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u;
const LEADING_WWW = /^www\./;

/** Words as they were before they became a part of an address; as they are where they are none. */
function inWords(part: string): string {
  try {
    const words = decodeURIComponent(part);
    return UNSEEN.test(words) ? part : words;
  } catch {
    return part;
  }
}

/** Takes an address apart for whoever wants to know where it leads. @returns null when it is none */
export function siteAddress(url: string): SiteAddress | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname, search, hash } = new URL(url);
  return {
    // Never in other letters than its own: some look like those of another site.
    host: host.replace(LEADING_WWW, ''),
    steps: pathname.split('/').filter(Boolean).map(inWords),
    rest: inWords(search.replaceAll('+', ' ')) + inWords(hash),
  };
}
