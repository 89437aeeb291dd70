-- AlterTable
ALTER TABLE "job_role" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;
