import { z } from 'zod';
import { DEAD_QUEUE, JOBS_SCHEMA } from './queue';

/** A job that is not over, as it can be given to another installation: it begins again. */
export const carriedJobSchema = z.object({
  name: z.string().min(1),
  id: z.uuid(),
  data: z.unknown(),
  priority: z.int(),
  startAfter: z.string(),
  singletonKey: z.string().nullable(),
});

export type CarriedJob = z.infer<typeof carriedJobSchema>;

/**
 * The jobs that wait, run or will be tried again, and those that failed for the last time, for the queue they came
 * from. Not the queue's own.
 */
export const PENDING_JOBS_SQL = `
  select json_build_object(
           'name', case when name = '${DEAD_QUEUE}' then source_name else name end,
           'id', id, 'data', data, 'priority', priority,
           'startAfter', to_char(start_after at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'singletonKey', singleton_key)::text as line
    from ${JOBS_SCHEMA}.job
   where (name <> '${DEAD_QUEUE}' and state <= 'active' or name = '${DEAD_QUEUE}' and state < 'active' and source_name is not null)
     and name not like '\\_\\_pgboss\\_\\_%'
   order by created_on, id`;
