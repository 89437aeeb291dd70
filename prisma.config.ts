import { defineConfig } from 'prisma/config';

// `prisma generate` needs no schema engine; naming an inert program keeps the CLI from downloading one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= '/bin/true';

export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } });
