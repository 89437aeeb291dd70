import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

type WasmExports = WebAssembly.Exports & { __wbindgen_start(): void };

/** What the types of the package leave out: how its bindings meet the compiled module, and the hidden constructor. */
const bindings = engine as unknown as {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: {
    new: (options: object, log: (line: string) => void, adapter: object) => Promise<engine.SchemaEngine>;
  };
};

/**
 * Says in SQL how to come from one Prisma schema to another, with Prisma's own engine and without downloading it.
 * @param from schema text, null: an empty database
 * @param url any running PostgreSQL: the engine connects at once but reads nothing there
 */
export async function diffSchemas(from: string | null, to: string, url: string): Promise<string> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': engine as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports as WasmExports).__wbindgen_start();

  const target = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  });
  const adapter = bindSqlAdapterFactory(new PrismaPg({ connectionString: url, max: 1 }));
  const schemaEngine = await bindings.SchemaEngine.new({ datamodels: [['schema.prisma', to]] }, () => {}, adapter);
  try {
    const answer = await schemaEngine.diff({
      from: from === null ? { tag: 'empty' } : target(from),
      to: target(to),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
      ...{ shadowDatabaseUrl: null },
    });
    return answer.stdout ?? '';
  } finally {
    schemaEngine.free();
  }
}
