/** What a page shows of deals, where the API is refused for good: in a script of its own, loaded only then. One a CRM, as in `pages.ts`. */
export { harvest } from './salesforce/page/harvest';
