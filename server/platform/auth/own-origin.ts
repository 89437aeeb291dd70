/**
 * Whether a page is ours: of the host that it asked, or of the address that people use.
 * @param origin the Origin header; @param host the Host header; @param publicUrl of this process
 */
export function isOwnOrigin(origin: string, host: string | null | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host || from === new URL(publicUrl).host;
}

/**
 * Whether a socket may be opened by cookie. A browser always says whose page opens a socket, so what comes without an
 * Origin is a program that holds the cookie itself.
 */
export function socketMayUseCookie(
  { origin, host }: { origin?: string | undefined; host?: string | undefined },
  publicUrl: string,
): boolean {
  return origin === undefined || isOwnOrigin(origin, host, publicUrl);
}
