-- AlterTable
ALTER TABLE "item_source" ADD COLUMN     "origin" TEXT;
