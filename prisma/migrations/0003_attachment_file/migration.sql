-- CreateIndex
CREATE INDEX "attachment_file_id_idx" ON "attachment"("file_id");
