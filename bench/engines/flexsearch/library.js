export { Charset, Document } from 'flexsearch';
