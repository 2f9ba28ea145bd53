import { ask } from './data.js';
import { h } from './dom.js';
import { parsePage } from './location.js';
import { openPage } from './pages.js';

/**
 * A console app: a workspace for each primary tab, subtabs in it, a split view beside them. Every tab stays alive in the
 * document, and the host of a tab that is not shown keeps its class `active`, as in Lightning.
 */
export function startConsole(area, sticky) {
  const tabs = h('ul', { class: 'slds-tabs_default__nav oneConsoleTabContainer', role: 'tablist' });
  const manager = h('div', { class: 'navexWorkspaceManager orgWorkspaces' });
  const list = h('ul', { class: 'slds-split-view__list-items orgSplitList' });
  area.append(
    h('div', { class: 'oneConsoleTabset' }, tabs),
    h('div', { class: 'orgConsole' }, h('section', { class: 'slds-split-view forceListViewManagerSplitView orgSplit' }, list), manager),
  );
  /** Primary tabs in their order; each `{ path, element, subtabs: [{ path, section }] }`, the first subtab being its own record. */
  const workspaces = [];
  let focused;
  let turn = 0;

  function shape() {
    tabs.replaceChildren(
      ...workspaces.map((workspace) =>
        h('li', { class: `slds-tabs_default__item oneConsoleTabItem ${workspace === focused ? 'slds-is-active active' : ''}`.trim() }, h('a', { role: 'tab', on: { click: () => focus(workspace) } }, h('span', { class: 'title slds-truncate' }, workspace.title ?? '…'))),
      ),
    );
    for (const workspace of workspaces) {
      toggle(workspace.element, workspace === focused);
      for (const subtab of workspace.subtabs) toggle(subtab.section, subtab === workspace.current);
    }
    const { path } = focused?.current ?? { path: '/lightning/page/home' };
    const url = new URL(path, location.href);
    for (const [name, value] of sticky) url.searchParams.set(name, value);
    if (focused && focused.current.path !== focused.path) url.searchParams.set('ws', focused.path);
    if (url.href !== location.href) history.pushState({}, '', url);
    document.title = focused?.current.title ?? 'Salesforce';
  }

  function toggle(element, isShown) {
    element.classList.toggle('active', isShown);
    element.style.display = isShown ? '' : 'none';
    element.setAttribute('aria-hidden', String(!isShown));
  }

  async function subtabOf(path, within) {
    const section = h('section', { class: 'tabContent oneConsoleTab' });
    within.append(section);
    const subtab = { path, section };
    void openPage(parsePage(new URL(path, location.href))).then(({ node, title, name }) => {
      subtab.title = title;
      section.append(h('div', { class: `windowViewMode-maximized active lafPageHost ${name ?? ''}`.trim() }, node));
      shape();
    });
    return subtab;
  }

  async function open(path) {
    turn += 1;
    let workspace = workspaces.find((each) => each.path === path);
    if (!workspace) {
      const element = h('div', { class: 'navexWorkspace' });
      manager.append(element);
      workspace = { path, element, subtabs: [], get title() { return this.subtabs[0]?.title?.split(' | ')[0]; } };
      workspace.subtabs.push(await subtabOf(path, element));
      workspaces.push(workspace);
    }
    workspace.current = workspace.subtabs[0];
    focus(workspace);
  }

  async function openSub(path) {
    if (!focused) return open(path);
    let subtab = focused.subtabs.find((each) => each.path === path);
    if (!subtab) {
      subtab = await subtabOf(path, focused.element);
      focused.subtabs.push(subtab);
    }
    focused.current = subtab;
    shape();
  }

  function focus(workspace) {
    focused = workspace;
    shape();
  }

  function close(at) {
    const [gone] = workspaces.splice(at, 1);
    gone?.element.remove();
    if (gone === focused) focused = workspaces.at(-1);
    shape();
  }

  /** Closes a subtab; its own record closes the whole workspace. */
  function closeSub() {
    if (!focused) return;
    const at = focused.subtabs.indexOf(focused.current);
    if (at === 0) return close(workspaces.indexOf(focused));
    focused.current.section.remove();
    focused.subtabs.splice(at, 1);
    focused.current = focused.subtabs[0];
    shape();
  }

  void ask('list', { filter: 'AllOpportunities', limit: '50' }).then(({ rows }) => {
    list.append(
      ...rows.map((row) =>
        h('li', { class: 'slds-split-view__list-item' }, h('a', { class: 'slds-split-view__list-item-action', 'data-recordid': row.Id, href: row.url, on: { click: (event) => (event.preventDefault(), void open(row.url)) } }, row.name)),
      ),
    );
  });
  window.pipelensOrg = {
    navigate: open,
    open,
    openSub,
    focus: (at) => focus(workspaces[at]),
    subtab: (at) => {
      focused.current = focused.subtabs[at];
      shape();
    },
    close,
    closeSub,
    /** Which record is in front, by the app's own books. */
    state: () => ({ path: focused?.current.path, primaries: workspaces.length, subtabs: focused?.subtabs.length ?? 0 }),
  };
  const url = new URL(location.href);
  void open(url.pathname);
}
