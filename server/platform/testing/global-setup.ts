import type { TestProject } from 'vitest/node';
import { withConnection } from '../db/connection';
import { migrate } from '../db/migrate';
import { scratchCluster } from './cluster';
import { TEMPLATE_DATABASE } from './database';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of the run's cluster, of its maintenance database. */
    clusterUrl: string;
  }
}

/** One cluster for the run, with a migrated template that every test's database is cloned from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = await scratchCluster();
  try {
    await withConnection(scratch.url('postgres'), (client) => client.query(`create database ${TEMPLATE_DATABASE}`));
    await migrate(scratch.url(TEMPLATE_DATABASE));
  } catch (error) {
    await scratch.remove();
    throw error;
  }
  project.provide('clusterUrl', scratch.url('postgres'));
  return scratch.remove;
}
