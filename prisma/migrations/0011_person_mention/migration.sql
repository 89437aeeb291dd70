-- CreateTable
CREATE TABLE "person_mention" (
    "item_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "by_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event_id" BIGINT,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_mention_pkey" PRIMARY KEY ("item_id","person_id")
);

-- CreateIndex
CREATE INDEX "person_mention_person_id_idx" ON "person_mention"("person_id");

-- AddForeignKey
ALTER TABLE "person_mention" ADD CONSTRAINT "person_mention_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_mention" ADD CONSTRAINT "person_mention_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
