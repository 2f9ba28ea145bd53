import type { Harvest, SeenDeal } from '@/lib/deal/page-only';

import { recordId } from '../record-ids';
import { placeOf } from './place';
import { clean, highlights, nameOf, visiblePage } from './read';
import { roots } from './walk';

const ANCHOR = 'sfdc:RecordField.Opportunity.';

/** Reads the visible page: every field of a record, or every rendered row or card of a list. Nothing of a hidden one. */
export function harvest(url: URL): Harvest {
  const place = placeOf(url);
  const page = visiblePage();
  if (place.kind === 'list') return listHarvest(page);
  // Beside a record's own page, what stands there is something else's.
  if (place.kind !== 'record' || place.isAside) return { deals: [] };
  const id = recordId(place.recordId);
  const fields = fieldsOf(page);
  const name = nameOf(page);
  if (id === undefined || !name) return { deals: [] };
  const details = fields.filter(({ field }) => field !== 'Name').map(({ label, text }) => ({ label, text }));
  return { deals: [{ id, name, cells: details.length > 0 ? details : highlights(page) }] };
}

/** Every readable field of a record page, once each, by API name. */
function fieldsOf(page: Element): { field: string; label: string; text: string }[] {
  const found = new Map<string, { field: string; label: string; text: string }>();
  for (const root of roots(page)) {
    for (const anchor of root.querySelectorAll<HTMLElement>(`[data-target-selection-name^="${ANCHOR}"]`)) {
      const field = anchor.dataset['targetSelectionName']?.slice(ANCHOR.length) ?? '';
      const item = anchor.parentElement ?? (anchor.getRootNode() as Partial<ShadowRoot>).host;
      if (!item || found.has(field) || !anchor.checkVisibility()) continue;
      const value = roots(item)
        .flatMap((inner) => [...inner.querySelectorAll('[data-output-element-id]')])
        .find((each) => clean(each) !== '');
      const label =
        item.getAttribute('field-label') ?? (item.closest('[field-label]')?.getAttribute('field-label') || field);
      if (value) found.set(field, { field, label, text: clean(value) });
    }
  }
  return [...found.values()];
}

function listHarvest(page: Element): Harvest {
  const deals = new Map<string, Omit<SeenDeal, 'at'>>();
  const all = roots(page);
  for (const root of all) {
    for (const row of root.querySelectorAll<HTMLElement>('tr[data-row-key-value^="006"]')) {
      if (!row.checkVisibility()) continue;
      const cells = [...row.querySelectorAll<HTMLElement>('th[data-label],td[data-label]')].flatMap((cell) => {
        const text = clean(cell);
        return text === '' ? [] : [{ label: cell.dataset['label'] ?? '', text }];
      });
      const id = recordId(row.dataset['rowKeyValue']);
      const [name, ...rest] = cells;
      if (id !== undefined && name) deals.set(id, { id, name: name.text, cells: rest });
    }
    for (const link of root.querySelectorAll<HTMLElement>('a[data-recordid^="006"]')) {
      const id = recordId(link.dataset['recordid']);
      if (id === undefined || deals.has(id) || !link.checkVisibility()) continue;
      const cells = [...(link.closest('tr')?.cells ?? [])].map(clean).filter((text) => text !== '');
      deals.set(id, {
        id,
        name: clean(link),
        cells: cells.slice(1).map((text, index) => ({ label: String(index + 1), text })),
      });
    }
    for (const card of root.querySelectorAll('.pipelineViewCard')) {
      const id = recordId(/006\w{12,15}/.exec(card.className)?.[0]);
      const name = card.querySelector('.primaryDisplayField');
      if (id !== undefined && name) deals.set(id, { id, name: clean(name), cells: [] });
    }
  }
  // Class names and keys may change with a release; a link to a record stays one.
  for (const root of all)
    for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href*="/lightning/r/"]')) {
      const place = placeOf(new URL(link.href));
      const id = place.kind === 'record' && !place.isAside ? recordId(place.recordId) : undefined;
      const name = clean(link);
      if (id !== undefined && name !== '' && !deals.has(id) && link.checkVisibility())
        deals.set(id, { id, name, cells: [] });
    }
  const total = all.map(countOf).find((count) => count !== undefined);
  return { deals: [...deals.values()], ...(total === undefined ? {} : { total }) };
}

/** The list's own count; "50+" is none. Words around it are in the user's language. */
function countOf(root: ParentNode): number | undefined {
  const status = root.querySelector('force-list-view-manager-status-info,.countSortedByFilteredBy');
  const number = status && /(\d[\d.,\u00a0\u202f ]*)(\+)?/.exec(clean(status));
  return number && number[2] === undefined ? Number((number[1] ?? '').replace(/\D/g, '')) : undefined;
}
