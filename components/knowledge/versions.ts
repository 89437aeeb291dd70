/** Products and versions as lines that a person can edit: "OpenSSL: 3.2". */
export function versionLines(versions: Record<string, string>): string {
  return Object.entries(versions)
    .map(([product, version]) => `${product}: ${version}`)
    .join('\n');
}

/** @returns null when a line is not "product: version" */
export function readVersions(text: string): Record<string, string> | null {
  const entries: [string, string][] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const colon = line.lastIndexOf(':');
    const product = line.slice(0, Math.max(0, colon)).trim();
    const version = line.slice(colon + 1).trim();
    if (product === '' || version === '') return null;
    entries.push([product, version]);
  }
  return Object.fromEntries(entries);
}
