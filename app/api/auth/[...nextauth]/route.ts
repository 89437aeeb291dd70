import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own pages and forms: signing in and out, and the token against forged requests. */
const handler = (request: NextRequest, context: Context) => NextAuth(request, context, authOptions());

export { handler as GET, handler as POST };
