export { CollaborativeEditor } from './collaborative-editor';
export type { UploadImage } from './images';
