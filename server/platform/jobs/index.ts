export { type CarriedJob, carriedJobSchema, PENDING_JOBS_SQL } from './carry-over';
export { defineJob, type JobDefinition, type JobRun, type JobWorker, onJob } from './define';
export { JOBS_SCHEMA, type Jobs, openJobs } from './queue';
export type { DeadJob, QueueState } from './state';
