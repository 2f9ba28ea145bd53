import { createElement } from 'lwc';
import AccountHome from 'one/accountHomeFlexipage2';
import HomePage from 'one/homePage';
import RecordHome from 'one/recordHomeFlexipage2';
import RecordMissing from 'one/recordMissing';

import { ask } from './data.js';
import { listPage } from './list-page.js';

function missingPage() {
  return { node: createElement('one-record-missing', { is: RecordMissing }), title: 'Lightning Experience | Salesforce' };
}

async function recordPage({ sobject, id }) {
  const read = () => ask('record', { id, ...(sobject && { sobject }) });
  const found = await read();
  if (!found) return missingPage();
  const tag = found.sobject === 'Opportunity' ? ['one-record-home-flexipage2', RecordHome] : ['one-account-home-flexipage2', AccountHome];
  const node = createElement(tag[0], { is: tag[1] });
  node.view = found;
  return {
    node,
    name: 'oneRecordHomeFlexipage2Wrapper',
    title: `${found.name} | ${found.sobject} | Salesforce`,
    tab: found.sobject === 'Opportunity' ? 'Opportunities' : undefined,
    async refresh() {
      const now = await read();
      if (now) node.view = now;
    },
  };
}

async function homePage() {
  const node = createElement('one-home-page', { is: HomePage });
  node.view = await ask('home', {});
  return { node, title: 'Home | Salesforce', tab: 'Home' };
}

/** Renders the page a parsed URL asks for: its element, its title, and how to read its data anew. */
export function openPage(page) {
  if (page.kind === 'record') return recordPage(page);
  if (page.kind === 'list') return listPage(page);
  if (page.kind === 'home') return homePage();
  return Promise.resolve(missingPage());
}
