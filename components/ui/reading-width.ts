/** How wide a text is, where there is room: a line that an eye finds back from. */
export const READING_WIDTH_PX = 720;
