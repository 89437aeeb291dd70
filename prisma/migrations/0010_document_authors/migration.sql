-- CreateTable
CREATE TABLE "document_author" (
    "document_id" TEXT NOT NULL,
    "client" BIGINT NOT NULL,
    "person_id" TEXT NOT NULL,

    CONSTRAINT "document_author_pkey" PRIMARY KEY ("document_id","client")
);

-- AddForeignKey
ALTER TABLE "document_author" ADD CONSTRAINT "document_author_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;
