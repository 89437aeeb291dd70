export { CollaborativeEditor } from './collaborative-editor';
export type { UploadFile } from './uploads';
