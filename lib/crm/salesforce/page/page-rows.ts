import type { BadgedRows } from '@/lib/crm/crm';

import { recordId } from '../record-ids';

const CELLS = ':is(tr[data-row-key-value]>:first-child,.uiVirtualDataTable tr>:first-child,.pipelineViewCard)';

/** Rows and cards of Lightning's lists and boards, told by the id that Lightning itself puts on them. */
export const rows: BadgedRows = {
  cells: CELLS,
  of: (id, hasLinkedRows) =>
    recordId(id) === undefined
      ? []
      : [
          `tr[data-row-key-value="${id}"]`,
          // Aura rows are told by the link in them. Two thousand such rules cost a page of LWC rows seconds, so only where there are any.
          ...(hasLinkedRows ? [`.uiVirtualDataTable tr:has([data-recordid="${id}"])`] : []),
          `.pipelineViewCard[class~="${id}"]`,
        ],
};
