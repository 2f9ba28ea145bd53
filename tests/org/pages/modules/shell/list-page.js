import { createElement } from 'lwc';
import ObjectHome from 'lst/objectHome';

import { auraList } from './aura-list.js';
import { board } from './board.js';
import { ask } from './data.js';
import { h } from './dom.js';

const VIEWS = {
  AllOpenOpportunities: 'All Open Opportunities',
  AllOpportunities: 'All Opportunities',
  MyOpportunities: 'My Opportunities',
};

/** The display chosen last; Lightning remembers it and leaves the URL as it is. */
let display = 'table';

/** A list view, as a table (LWC) or a kanban (Aura), switched in place. */
export async function listPage({ filter, recycle, kanban }) {
  if (kanban) display = 'kanban';
  const label = VIEWS[filter] ?? filter;
  const node = h('div', { class: 'forceListViewManagerHost' });
  let refresh = async () => {};

  async function table() {
    const home = createElement('lst-object-home', { is: ObjectHome });
    home.list = { filter, label, recycle, load: (query) => ask('list', { filter, ...query }) };
    node.replaceChildren(home);
    refresh = () => home.refresh();
  }
  async function auraTable() {
    const { rows, total } = await ask('list', { filter, limit: '50' });
    node.replaceChildren(auraList(rows, { total, label }));
    refresh = auraTable;
  }
  async function cards() {
    const columns = await ask('board', { filter });
    const view = board(columns, { filter, label });
    node.replaceChildren(view);
    refresh = cards;
  }
  const isAura = new URLSearchParams(location.search).get('list') === 'aura';
  const render = () => (display === 'kanban' ? cards() : isAura ? auraTable() : table());
  node.addEventListener('displayas', (event) => {
    display = event.detail;
    void render();
  });
  await render();
  return { node, title: `${label} | Opportunities | Salesforce`, tab: 'Opportunities', refresh: () => refresh() };
}
