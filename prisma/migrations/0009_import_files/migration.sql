-- What was sent for an import that is not over is sent again.
-- DropForeignKey
ALTER TABLE "import_part" DROP CONSTRAINT "import_part_run_id_fkey";

-- DropTable
DROP TABLE "import_part";

-- CreateTable
CREATE TABLE "import_file" (
    "id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "size_bytes" INTEGER,

    CONSTRAINT "import_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_piece" (
    "file_id" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "import_piece_pkey" PRIMARY KEY ("file_id","at")
);

-- CreateIndex
CREATE INDEX "import_file_run_id_path_idx" ON "import_file"("run_id", "path");

-- AddForeignKey
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "import_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_piece" ADD CONSTRAINT "import_piece_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "import_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;
