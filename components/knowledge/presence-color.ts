import { PALETTE } from '@/components/ui/palette';
import { hueOf } from '@/components/ui/person';

const SHADE = 7;
const FALLBACK = '#027072';

/** The colour of a person's cursor: the same hue as their avatar, dark enough for white letters. */
export function presenceColor(personId: string): string {
  return PALETTE[hueOf(personId)][SHADE] ?? FALLBACK;
}
