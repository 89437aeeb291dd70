-- AlterTable
ALTER TABLE "document_snapshot" ADD COLUMN     "vector" BYTEA;
