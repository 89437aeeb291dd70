import { Badge } from '@mantine/core';
import type { KnowledgeStatus } from '@/prisma/generated/enums';
import { STATUS_COLORS, STATUS_LABELS } from './labels';

/** How far an item is. A phrase: it may stand in a paragraph. */
export function StatusBadge({ status }: { status: KnowledgeStatus }) {
  return (
    <Badge component="span" color={STATUS_COLORS[status]}>
      {STATUS_LABELS[status]}
    </Badge>
  );
}
