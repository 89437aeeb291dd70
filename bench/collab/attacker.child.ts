/** An attacker in a process of its own, so that the work of attacking delays nobody else. */
import type { Ending } from '@/server/platform/collab/attack-ways.testing';
import { type AttackName, attack, wrongEndings } from '@/server/platform/collab/attacks.testing';
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
/** `wrong`: how sockets of the attacker ended that should have ended otherwise. */
export type AttackAnswer = { id: number; error: string | null; endings: [Ending, number][]; wrong: Ending[] };

process.on('message', async ({ id, victim, name, msMin, ...where }: AttackQuestion & { id: number }) => {
  const clock = () => Math.floor((Date.now() - victim.beganAtMs) * victim.placesPerMs);
  try {
    const target = { ...where, personId: 'mallory', victim: { clientId: victim.clientId, clock } };
    const endings = await attack(name, target, msMin);
    process.send?.({ id, error: null, endings: [...endings], wrong: wrongEndings(name, endings) });
  } catch (error) {
    process.send?.({ id, error: String(error), endings: [], wrong: [] });
  }
});
process.once('disconnect', () => process.exit());
process.send?.({ ready: true });
