-- Attempts are counted in thousandths.
UPDATE "rate_limit" SET "count" = "count" * 1000;

-- A manager who is still to come is remembered on an accepted invitation only while nothing else was said since.
UPDATE "invitation" i
SET "manager_email" = NULL
FROM "person" p
WHERE p."id" = i."accepted_by_id" AND i."manager_email" IS NOT NULL
  AND (p."manager_id" IS NOT NULL OR EXISTS (SELECT 1 FROM "person" m WHERE m."email" = i."manager_email"));
