/** An attacker in a process of its own, so that the work of attacking delays nobody else. */
import { type AttackName, attack } from '@/server/platform/collab/attacks.testing';
import type { TextPlace } from '@/server/platform/collab/forge.testing';

export type AttackQuestion = {
  name: AttackName;
  url: string;
  documentId: string;
  place: TextPlace;
  /** The innocent's numbering: where it began and how fast it grows. */
  victim: { clientId: number; placesPerMs: number; beganAtMs: number };
  msMin: number;
};
export type AttackAnswer = { id: number; error: string | null; endings: [string, number][] };

process.on('message', async ({ id, victim, name, msMin, ...where }: AttackQuestion & { id: number }) => {
  const clock = () => Math.floor((Date.now() - victim.beganAtMs) * victim.placesPerMs);
  try {
    const target = { ...where, personId: 'mallory', victim: { clientId: victim.clientId, clock } };
    const endings = [...(await attack(name, target, msMin))].map(([code, count]): [string, number] => [
      code === null ? 'broken off' : String(code),
      count,
    ]);
    process.send?.({ id, error: null, endings });
  } catch (error) {
    process.send?.({ id, error: String(error), endings: [] });
  }
});
process.once('disconnect', () => process.exit());
process.send?.({ ready: true });
