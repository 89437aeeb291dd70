const KILOBYTE_BYTES = 1_000;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "1.4 MB" */
export function sizeLabel(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= KILOBYTE_BYTES && unit < UNITS.length - 1) {
    size /= KILOBYTE_BYTES;
    unit += 1;
  }
  return `${unit === 0 || size >= 10 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}
