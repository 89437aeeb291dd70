/** How narrow and how wide somebody can make a column. */
export const COLUMN_WIDTH_MIN_PX = 60;
export const COLUMN_WIDTH_MAX_PX = 1_200;
