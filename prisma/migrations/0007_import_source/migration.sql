-- AlterTable
ALTER TABLE "item_source" ADD COLUMN     "origin" TEXT,
ADD COLUMN     "imported_said" JSONB;

-- What nobody has touched says what the import said. Of the rest it is not known who changed what: it stays edited.
UPDATE "item_source" s
SET "imported_said" = CASE
  WHEN i."revision" <> s."imported_revision" THEN '{}'::jsonb
  ELSE jsonb_build_object(
    'title', i."title",
    'summary', CASE WHEN i."summary_written" THEN i."summary" END,
    'tags', to_jsonb(m."tags"),
    'categories', to_jsonb(m."categories"),
    'expertiseLevel', m."expertise_level",
    'languages', to_jsonb(m."languages"),
    'platforms', to_jsonb(m."platforms"),
    'versions', m."versions",
    'businessContext', to_jsonb(m."business_context")
  )
END
FROM "knowledge_item" i
LEFT JOIN "knowledge_metadata" m ON m."item_id" = i."id"
WHERE i."id" = s."item_id";

-- AlterTable
ALTER TABLE "item_source" ALTER COLUMN "imported_said" SET NOT NULL,
DROP COLUMN "imported_revision";
