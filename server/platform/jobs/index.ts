export { defineJob, JOB_CONCURRENCY, type JobDefinition, type JobRun, type JobWorker, onJob } from './define';
export { type JobSendOptions, type Jobs, openJobs } from './queue';
export type { DeadJob, QueueState } from './state';
