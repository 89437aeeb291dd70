-- Of two open requests of one person for one item the first stays, with the newest reason that was given.
UPDATE "access_request" r
SET "reason" = n."reason"
FROM (
  SELECT DISTINCT ON ("item_id", "person_id") "item_id", "person_id", "reason" FROM "access_request"
  WHERE "decision" IS NULL AND "reason" <> '' ORDER BY "item_id", "person_id", "created_at" DESC, "id" DESC
) n
WHERE r."decision" IS NULL AND r."item_id" = n."item_id" AND r."person_id" = n."person_id";
DELETE FROM "access_request" later USING "access_request" first
WHERE later."decision" IS NULL AND first."decision" IS NULL
  AND later."item_id" = first."item_id" AND later."person_id" = first."person_id"
  AND (later."created_at", later."id") > (first."created_at", first."id");

-- What Prisma's schema cannot say.
CREATE UNIQUE INDEX "access_request_open_idx" ON "access_request" ("item_id", "person_id") WHERE "decision" IS NULL;
