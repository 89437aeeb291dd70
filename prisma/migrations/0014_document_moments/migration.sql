-- AlterTable
ALTER TABLE "document_session_part" ADD COLUMN     "moment_first_seq" BIGINT,
ADD COLUMN     "moment_last_seq" BIGINT;

-- What is gathered already was gathered as a whole: its session is one moment.
UPDATE "document_session_part" AS p
SET "moment_first_seq" = s."first_seq", "moment_last_seq" = s."last_seq"
FROM "document_session" AS s
WHERE s."document_id" = p."document_id" AND s."first_seq" = p."first_seq";

-- AlterTable
ALTER TABLE "document_session_part" ALTER COLUMN "moment_first_seq" SET NOT NULL,
ALTER COLUMN "moment_last_seq" SET NOT NULL;
