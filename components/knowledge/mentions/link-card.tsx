'use client';

import { IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { ICON } from '@/components/ui/theme';
import { isExternalUrl } from '@/server/domains/knowledge/document-url.schema';
import { ItemFacts } from './item-card';
import { MENTION_WORDS } from './labels';
import classes from './mentions.module.css';
import { ownPlace } from './own-place';
import { siteAddress } from './site-address';

const ASKED_AGAIN_MS = 60_000;

/** What there is to say of a link: an item of ours, a page elsewhere; null for any other. */
export function subjectOfLink(href: string): { item: string } | { url: string } | null {
  const place = ownPlace(href, window.location.origin);
  if (place) return place.kind === 'item' ? { item: place.id } : null;
  return isExternalUrl(href) && /^(?:https?:)?\/\//i.test(href) ? { url: href } : null;
}

/** What a link leads to, for whoever has not followed it yet. */
export function LinkCard({ href }: { href: string }) {
  const subject = subjectOfLink(href);
  if (subject === null) return null;
  return 'item' in subject ? <ItemBehind id={subject.item} /> : <SiteBehind url={subject.url} />;
}

function ItemBehind({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = trpc.knowledge.mention.named.queryOptions({ itemIds: [id] }, { staleTime: ASKED_AGAIN_MS });
  const { data, isError } = useQuery(query);
  if (isError) return <span className={classes.unknown}>{MENTION_WORDS.notFound}</span>;
  if (!data) return <span className={classes.unknown}>{MENTION_WORDS.asking}</span>;
  return <ItemFacts item={data.items[0] ?? null} />;
}

/** The site and the way in it, in words; the site first where nothing else is known of the page. */
function WhereTo({ url, hasTitle }: { url: string; hasTitle: boolean }) {
  const address = siteAddress(url);
  if (!address) return <span className={classes.address}>{url}</span>;
  const { host, steps, rest } = address;
  return (
    <span className={hasTitle ? classes.address : classes.whereTo}>
      <span className={classes.host}>
        <IconWorld {...ICON} size={14} />
        {host}
      </span>
      {steps.length > 0 || rest ? (
        <span className={classes.way}>
          {steps.join(' › ')}
          {rest}
        </span>
      ) : null}
    </span>
  );
}

function SiteBehind({ url }: { url: string }) {
  const trpc = useTRPC();
  const whole = url.startsWith('//') ? `https:${url}` : url;
  const query = trpc.knowledge.mention.site.queryOptions({ url: whole }, { staleTime: Number.POSITIVE_INFINITY });
  const { data, isPending } = useQuery({ ...query, retry: false });
  return (
    <>
      {data?.title ? <span className={classes.title}>{data.title}</span> : null}
      {data?.description ? <span className={classes.summary}>{data.description}</span> : null}
      {isPending ? <span className={classes.address}>{MENTION_WORDS.titleAsked}</span> : null}
      <WhereTo url={whole} hasTitle={Boolean(data?.title)} />
    </>
  );
}
