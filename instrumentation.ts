import type { Instrumentation } from 'next';

/** What Next answers with its error page is in the log, under the reference that the page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { reportRequestError } = await import('./server/request-errors');
  reportRequestError(error, request, routePath);
};
