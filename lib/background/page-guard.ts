import * as v from 'valibot';

import type { PageGuard } from '@/lib/messaging';

const text = v.pipe(v.string(), v.maxLength(1000));

/** Whether it is an id at all, the CRM's own rules say. */
const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

/** A page shows at most 2,000 rows; whatever asks about more is no page. */
const requests = {
  'page/hello': v.strictObject({}),
  'page/seen': v.strictObject({
    deals: v.pipe(
      v.array(
        v.strictObject({
          id,
          name: text,
          cells: v.pipe(v.array(v.strictObject({ label: text, text })), v.maxLength(100)),
        }),
      ),
      v.maxLength(2000),
    ),
    total: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  'badges/sheet': v.strictObject({
    hasLinkedRows: v.boolean(),
    ids: v.pipe(v.array(id), v.maxLength(2000)),
  }),
};

/** Checks the shape of what a content script asks: its process belongs to the CRM page, so it is not trusted. */
export const guardPageRequest: PageGuard = (type, request) => {
  const parsed = v.safeParse(requests[type], request);
  return parsed.success ? parsed.output : undefined;
};
