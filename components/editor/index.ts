export { CollaborativeEditor, type CollaborativeEditorProps } from './collaborative-editor';
export type { UploadedImage, UploadImage } from './images';
export type { EditorPhase, EditorState } from './session-state';
