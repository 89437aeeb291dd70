/** `off` is a part that this process was not asked to run; `degraded` still does its work, late or in part. */
export type PartState = 'ok' | 'degraded' | 'down' | 'off';

export const HEALTH_PARTS = ['database', 'migrations', 'jobs', 'events', 'mail', 'collaboration', 'storage'] as const;
export type HealthPart = (typeof HEALTH_PARTS)[number];
