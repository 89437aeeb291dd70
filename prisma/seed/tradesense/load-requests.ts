import { decideAccessRequest, requestAccess } from '@/server/domains/knowledge';
import { DEMO_REQUESTS } from './requests';
import { idFrom, type Step, type World } from './world';

/** How access is asked for in the world, and what is answered. */
export function requestsOf(world: World): Step[] {
  return DEMO_REQUESTS.flatMap(({ file, by, reason, hoursAgo, decision }) => {
    const asked: Step = {
      at: world.hoursAgo(hoursAgo),
      run: async () => {
        const { id } = idFrom(world.items, file);
        await requestAccess(await world.as(by, world.hoursAgo(hoursAgo)), { id, reason });
      },
    };
    if (!decision) return [asked];
    const at = world.hoursAgo(decision.hoursAgo);
    const decided: Step = {
      at,
      run: async () => {
        const { id: requestId } = await world.tx.accessRequest.findFirstOrThrow({
          where: { itemId: idFrom(world.items, file).id, personId: idFrom(world.people, by), decision: null },
          select: { id: true },
        });
        await decideAccessRequest(await world.as(decision.by, at), { requestId, decision: decision.as });
      },
    };
    return [asked, decided];
  });
}
