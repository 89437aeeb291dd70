import type { NextRequest } from 'next/server';
import { answerAuth } from '@/server/auth';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own pages and forms: signing in and out, and the token against forged requests. */
const handler = (request: NextRequest, context: Context) => answerAuth(request, context);

export { handler as GET, handler as POST };
