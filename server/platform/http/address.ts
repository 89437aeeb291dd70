import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address belongs to the open internet. Everything else is refused: private, loopback, link-local (cloud
 * metadata among them), carrier-grade NAT, multicast, documentation, and every IPv6 form that carries an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST_V6);
}

export type ResolvedAddress = { address: string; family: 4 | 6 };

/** Asks for every address of a name. */
export type Resolver = (host: string) => Promise<ResolvedAddress[]>;

/** Asks the machine, which asks DNS. */
export const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** The host of a URL without the brackets of an IPv6 address and without a final dot. */
export function bareHost(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** The address that a host name states by itself, or null when it must be resolved. URL has normalised odd forms. */
export function literalAddress(host: string): ResolvedAddress | null {
  if (!ipaddr.isValid(host)) return null;
  return { address: host, family: ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4 };
}

/** @param allow hosts an administrator listed, each `host` or `host:port` */
export function isListed(url: URL, allow: readonly string[]): boolean {
  const host = bareHost(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const forms = [host, `[${host}]`, `${host}:${port}`, `[${host}]:${port}`];
  return allow.some((entry) => forms.includes(entry.trim().toLowerCase()));
}

/** Whether a text is one address, or a network like 10.1.0.0/16. */
export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0 || isIP(address) === 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && ipaddr.isValidCIDR(text));
}

/** Whether an address is one of these, or in one of these networks. An IPv4 address within IPv6 counts as itself. */
export function isWithin(address: string, places: readonly string[]): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  return places.some((place) => {
    const [network, bits] = place.includes('/') ? ipaddr.parseCIDR(place) : hostOf(place);
    return network.kind() === parsed.kind() && parsed.match(network, bits);
  });
}

function hostOf(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const host = ipaddr.process(address);
  return [host, host.kind() === 'ipv4' ? 32 : 128];
}

/** Whether a peer is this machine itself. */
export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
