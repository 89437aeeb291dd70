export { DocumentView, type DocumentViewProps } from './document-view';
