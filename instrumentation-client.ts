import { config } from 'zod/v4/core';
import { listenToBack } from '@/components/ui/stay-on-back';

/** Zod would compile its checks if it may, and tries. Our content security policy lets no page do that. */
config({ jitless: true });

listenToBack();
