-- Of two open requests of one person for one item the first stays.
DELETE FROM "access_request" later USING "access_request" first
WHERE later."decision" IS NULL AND first."decision" IS NULL
  AND later."item_id" = first."item_id" AND later."person_id" = first."person_id"
  AND (later."created_at", later."id") > (first."created_at", first."id");

-- What Prisma's schema cannot say.
CREATE UNIQUE INDEX "access_request_open_idx" ON "access_request" ("item_id", "person_id") WHERE "decision" IS NULL;
