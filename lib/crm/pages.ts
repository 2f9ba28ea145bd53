/**
 * The reading of pages that goes into the script in a CRM page. That script has 4 KB and is one a CRM, named with its hosts in the
 * manifest: another CRM gets a script of its own, built from the same entry with its reading in this one's place.
 */
export * as page from './salesforce/page';
