import { runtime } from '../runtime';

/** Whether mail leaves this installation; otherwise it is kept for the operator, who passes links on. */
export const hasMailServer = (): boolean => runtime().env.SMTP_URL !== undefined;
