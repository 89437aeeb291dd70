import type { Env } from '../env';
import { runtime } from '../runtime';

/** Where people meet the product, without a slash at the end: PUBLIC_URL, else the address the process listens on. */
export function publicUrlOf(env: Pick<Env, 'PUBLIC_URL' | 'HOST' | 'PORT'>): string {
  if (env.PUBLIC_URL) return env.PUBLIC_URL.replace(/\/+$/, '');
  const everywhere = env.HOST === '0.0.0.0' || env.HOST === '::';
  const host = everywhere ? 'localhost' : env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST;
  return `http://${host}:${env.PORT}`;
}

/** The same, of this process. */
export function publicUrl(): string {
  return publicUrlOf(runtime().env);
}
