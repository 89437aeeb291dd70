const SCRIPT = /<script[^>]*>self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)<\/script>/g;
/** Next marks the head of a page with keys that are new for every request. */
const REQUEST_KEY = /"[\w-]{21}[mv]"/g;
const REFERENCE = /"\$([A-Za-z@]?)[0-9a-f]+((?::[^"]*)?)"/g;

/**
 * A page as text that does not depend on which of its parts was ready first: React numbers and orders the rows of
 * its data by when they were done. Every row is there, without its number, and they are sorted.
 */
export function steadyPage(html: string): string {
  const pieces = [...html.matchAll(SCRIPT)].map((match) => JSON.parse(match[1] ?? '""') as string);
  return `${html.replace(SCRIPT, '')}\n${steadyFlight(pieces.join(''))}`;
}

/** The same for what the client's router asks for. */
export function steadyFlight(data: string): string {
  return rowsOf(data)
    .map((row) => row.replace(REFERENCE, '"$$$1<row>$2"').replace(REQUEST_KEY, '"<request>"'))
    .sort()
    .join('\n');
}

/** Without their numbers: `35:["$","div",…]` ends with its line, `36:T1a,…` is that many bytes of text. */
function rowsOf(data: string): string[] {
  const rows: string[] = [];
  const bytes = Buffer.from(data);
  for (let at = 0; at < bytes.length; ) {
    const colon = bytes.indexOf(':', at);
    if (colon < 0) break;
    const isText = bytes[colon + 1] === 'T'.charCodeAt(0);
    const start = isText ? bytes.indexOf(',', colon) + 1 : colon + 1;
    const line = bytes.indexOf('\n', start);
    const length = isText ? Number.parseInt(bytes.toString('utf8', colon + 2, start - 1), 16) : -1;
    const end = isText ? start + length : line < 0 ? bytes.length : line;
    rows.push(bytes.toString('utf8', start, end));
    at = isText ? end : end + 1;
  }
  return rows;
}
