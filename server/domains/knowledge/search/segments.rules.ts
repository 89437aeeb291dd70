import { HIT_START, HIT_STOP, shownText } from '../projection.rules';
import type { Segment } from '../schema';

/** KN-Q4: a highlighted text leaves as pieces, never as markup: whatever stands in it is shown as it is. */
export function segmentsOf(marked: string): Segment[] {
  const segments: Segment[] = [];
  for (const [index, part] of shownText(marked).replace(/\s+/g, ' ').split(HIT_START).entries()) {
    const stop = index === 0 ? -1 : part.indexOf(HIT_STOP);
    if (stop >= 0) segments.push({ text: part.slice(0, stop), hit: true });
    const rest = part.slice(stop + 1).replaceAll(HIT_STOP, '');
    if (rest !== '') segments.push({ text: rest, hit: false });
  }
  return segments.filter((segment) => segment.text !== '');
}

/** The words of highlighted pieces. */
export const plainOf = (segments: readonly Segment[]): string => segments.map((segment) => segment.text).join('');
