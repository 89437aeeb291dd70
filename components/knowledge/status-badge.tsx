import { Badge } from '@mantine/core';
import type { KnowledgeStatus } from '@/prisma/generated/enums';
import { STATUS_COLORS, STATUS_LABELS } from './labels';

/** How far an item is. */
export function StatusBadge({ status }: { status: KnowledgeStatus }) {
  return <Badge color={STATUS_COLORS[status]}>{STATUS_LABELS[status]}</Badge>;
}
