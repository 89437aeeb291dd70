-- AlterTable
ALTER TABLE "document_update" ADD COLUMN     "begins" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "document_session" (
    "document_id" TEXT NOT NULL,
    "first_seq" BIGINT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_session_pkey" PRIMARY KEY ("document_id","first_seq")
);

-- CreateTable
CREATE TABLE "document_session_part" (
    "document_id" TEXT NOT NULL,
    "first_seq" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "person_id" TEXT,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "updates" INTEGER NOT NULL,
    "chars_added" INTEGER NOT NULL,
    "chars_removed" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "document_session_part_pkey" PRIMARY KEY ("document_id","first_seq","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "document_session_document_id_last_seq_key" ON "document_session"("document_id", "last_seq");

-- AddForeignKey
ALTER TABLE "document_session" ADD CONSTRAINT "document_session_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_session_part" ADD CONSTRAINT "document_session_part_document_id_first_seq_fkey" FOREIGN KEY ("document_id", "first_seq") REFERENCES "document_session"("document_id", "first_seq") ON DELETE CASCADE ON UPDATE CASCADE;

-- The number of a document's last update, whether it is still a row or in a session; null while it has none.
CREATE FUNCTION document_head(TEXT) RETURNS BIGINT LANGUAGE SQL STABLE PARALLEL SAFE AS $$
  SELECT greatest(
    (SELECT max(u.seq) FROM document_update u WHERE u.document_id = $1),
    (SELECT max(s.last_seq) FROM document_session s WHERE s.document_id = $1))
$$;
