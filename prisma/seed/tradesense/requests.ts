/** Who asked to be let in where, and what came of it. Hours before the load. */
export type DemoRequest = {
  file: string;
  by: string;
  hoursAgo: number;
  reason: string;
  decision?: { by: string; as: 'granted' | 'declined'; hoursAgo: number };
};

const DAY_HOURS = 24;

/** Of those that are open, some wait for ana and some for marco. */
export const DEMO_REQUESTS: readonly DemoRequest[] = [
  {
    file: 'meeting-market-data-weekly.md',
    by: 'victor',
    hoursAgo: 61 * DAY_HOURS,
    reason: 'I prepare a game day about a venue that goes quiet and would like to read how the last ones felt.',
    decision: { by: 'marco', as: 'granted', hoursAgo: 60 * DAY_HOURS },
  },
  {
    file: 'vendor-access-review.md',
    by: 'olena',
    hoursAgo: 33 * DAY_HOURS,
    reason: 'The pipeline has two vendors; I would like to review them by the same list.',
    decision: { by: 'kwame', as: 'granted', hoursAgo: 32 * DAY_HOURS },
  },
  {
    file: 'succession-and-risk.md',
    by: 'daniel',
    hoursAgo: 27 * DAY_HOURS,
    reason: 'I am to add the map of Web & Mobile.',
    decision: { by: 'lena', as: 'granted', hoursAgo: 26 * DAY_HOURS },
  },
  {
    file: 'compensation-bands.md',
    by: 'lucas',
    hoursAgo: 19 * DAY_HOURS,
    reason: 'Curious where I stand.',
    decision: { by: 'miriam', as: 'declined', hoursAgo: 18 * DAY_HOURS },
  },
  {
    file: 'venue-contract-terms.md',
    by: 'noah',
    hoursAgo: 4 * DAY_HOURS,
    reason: 'For the new venue I need to know which notice periods we usually agree to.',
  },
  {
    file: 'meeting-market-data-weekly.md',
    by: 'peter',
    hoursAgo: 53,
    reason: 'You talked about retransmissions; the archive has the same question.',
  },
  {
    file: 'venue-contract-terms.md',
    by: 'oscar',
    hoursAgo: 29,
    reason: 'A customer asks whether our daily averages count as derived data.',
  },
  {
    file: 'retro-market-data.md',
    by: 'linh',
    hoursAgo: 7,
    reason: 'Reviews wait with us too. I would like to see what you decided.',
  },
];
