-- AlterTable
ALTER TABLE "knowledge_item" ADD COLUMN     "summary_written" BOOLEAN NOT NULL DEFAULT false;

-- What stands there already may have been written by a person.
UPDATE "knowledge_item" SET "summary_written" = true WHERE "summary" <> '';
