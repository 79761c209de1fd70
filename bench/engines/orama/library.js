export { create, load, search } from '@orama/orama';
export { Highlight } from '@orama/highlight';
