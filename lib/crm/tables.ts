/** Rows of whole tables, as the API gives them, read into the model: for a made org and for files. One a CRM, as in `pages.ts`. */
export { profileOf, rowsOfTables, type TableRows } from './salesforce/from-tables';
