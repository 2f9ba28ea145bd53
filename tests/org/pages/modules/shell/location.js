/** What a Lightning URL asks for. */
export function parsePage(url) {
  const parts = url.pathname.split('/').filter(Boolean).slice(1);
  const query = url.searchParams;
  if (parts[0] === 'r' && parts.at(-1) === 'view' && parts.length === 4) return { kind: 'record', sobject: parts[1], id: parts[2] };
  if (parts[0] === 'r' && parts.at(-1) === 'view' && parts.length === 3) return { kind: 'record', id: parts[1] };
  if (parts[0] === 'o' && parts[1] === 'Opportunity' && parts[2] === 'list') {
    return {
      kind: 'list',
      filter: query.get('filterName') ?? 'AllOpenOpportunities',
      recycle: query.get('recycle') === '1',
      kanban: query.get('view') === 'kanban',
    };
  }
  if (parts[0] === 'page' && parts[1] === 'home') return { kind: 'home' };
  return { kind: 'missing' };
}

/** Query parameters that set the stand-in up rather than name a page; they are carried along while navigating. */
export const STICKY = ['pldelay', 'shadow', 'recycle', 'locale', 'path', 'list', 'app', 'blind'];
