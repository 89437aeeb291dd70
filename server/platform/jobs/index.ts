export { defineJob, type JobDefinition, type JobRun, type JobWorker, onJob } from './define';
export { type Jobs, openJobs } from './queue';
export type { DeadJob, QueueState } from './state';
