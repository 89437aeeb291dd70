/** The arrows of the house: see docs/architecture.md. Every rule is an error. */
const BROWSER_SAFE = '[./](schema|rules)[.]ts$';
const TESTS =
  '[.](test|deep)[.]tsx?$|[.]testing[.]tsx?$|[.]arbitrary[.]ts$|[./]factory[.]ts$|^server/platform/testing/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-missing',
      comment: 'What is imported exists.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'components-are-browser-safe',
      comment:
        'Components import types, and files named schema.ts, rules.ts, *.schema.ts or *.rules.ts; no more of server/.',
      severity: 'error',
      from: { path: '^components/', pathNot: TESTS },
      to: { path: '^server/', pathNot: BROWSER_SAFE, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-know-no-pages',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^app/' },
    },
    {
      name: 'components-know-no-database',
      comment: 'Of the generated client only its enumerations and its types.',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: '^prisma/generated/',
        pathNot: '^prisma/generated/enums\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'browser-safe-stays-so',
      comment: 'A file that the browser may load imports only such files, packages that run there, and types.',
      severity: 'error',
      from: { path: `^server/.*${BROWSER_SAFE}`, pathNot: TESTS },
      to: {
        path: ['^server/', '^prisma/generated/', '^node:'],
        pathNot: [BROWSER_SAFE, '^prisma/generated/enums\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'rules-and-schemas-touch-no-machine',
      severity: 'error',
      from: { path: `^server/.*${BROWSER_SAFE}`, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'rules-decide-alone',
      comment: 'rules.ts has no Prisma client, no Next and no framework.',
      severity: 'error',
      from: { path: '^server/.*[./]rules[.]ts$' },
      to: { path: 'node_modules/(next|react|@prisma|@trpc|pg|pg-boss)/' },
    },
    {
      name: 'server-knows-no-interface',
      comment:
        'But the door for server components shares the query client, and mail is written in the words of labels.',
      severity: 'error',
      from: { path: '^server/', pathNot: [TESTS, '^server/(caller|root)[.]ts$', '^server/parts/'] },
      to: { path: '^(app|components)/' },
    },
    {
      name: 'caller-root-and-parts-know-little-of-it',
      severity: 'error',
      from: { path: '^server/((caller|root)[.]ts$|parts/)', pathNot: TESTS },
      to: { path: '^(app|components)/', pathNot: '^components/(trpc/query-client[.]ts$|.*labels[.]ts$)' },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^server/platform/' },
      to: { path: '^server/', pathNot: '^server/platform/' },
    },
    {
      name: 'domains-know-no-process',
      comment: 'A domain imports itself, platform, and other domains; not the files that put the product together.',
      severity: 'error',
      from: { path: '^server/domains/', pathNot: TESTS },
      to: { path: '^server/', pathNot: '^server/(domains|platform)/' },
    },
    {
      name: 'domains-by-their-door',
      comment: "Of another domain only index.ts and schema.ts; tests and factories may use the other's factory.",
      severity: 'error',
      from: { path: '^server/domains/([^/]+)/', pathNot: TESTS },
      to: { path: '^server/domains/([^/]+)/', pathNot: '^server/domains/($1/|[^/]+/(index[.]ts|[^/]*schema[.]ts)$)' },
    },
    {
      name: 'domains-in-tests-by-their-door',
      severity: 'error',
      from: { path: `^server/domains/([^/]+)/.*(${TESTS})` },
      to: {
        path: '^server/domains/([^/]+)/',
        pathNot: '^server/domains/($1/|[^/]+/(index[.]ts|factory[.]ts|[^/]*schema[.]ts)$)',
      },
    },
    {
      name: 'benches-by-the-door',
      comment: 'A benchmark measures what the product offers: of a domain what others may call, and what tests have.',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^server/domains/', pathNot: ['^server/domains/[^/]+/(index[.]ts|[^/]*schema[.]ts)$', TESTS] },
    },
    {
      name: 'server-only-in-one-place',
      comment: 'server-only throws in plain Node.',
      severity: 'error',
      from: { pathNot: '^server/caller\\.ts$' },
      to: { path: 'node_modules/server-only/' },
    },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { path: '^(app|components|server)/', pathNot: TESTS },
      to: { path: '[.](test|deep)[.]tsx?$|^server/platform/testing/|^bench/|node_modules/(vitest|fast-check)/' },
    },
    {
      name: 'properties-begin-with-the-seed-of-the-run',
      severity: 'error',
      from: { pathNot: '^server/platform/testing/fast-check[.]ts$' },
      to: { path: 'node_modules/fast-check/' },
    },
    {
      name: 'no-development-packages',
      comment: 'What runs in production is a dependency, not a development one.',
      severity: 'error',
      from: { path: '^(app|components|server)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'packages-are-declared',
      severity: 'error',
      from: { path: '^(app|components|server)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^prisma/generated' },
    exclude: { path: '^(\\.next|dist)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
