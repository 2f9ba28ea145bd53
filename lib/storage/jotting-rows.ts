import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(10_000));
const amount = v.pipe(v.number(), v.finite());
const degree = v.exactOptional(v.picklist(['high', 'normal', 'low']));
const row = { id: text, of: text, at: amount };
const evidence = v.looseObject({ at: amount, evidence: text });

const action = v.looseObject({ who: text, when: text, what: text, doneAt: v.exactOptional(amount) });

/** Rows of what a person keeps beside the CRM, by kind. A kind that a later version has written is kept as it is. */
export const jottingRow = v.union([
  v.looseObject({
    ...row,
    kind: v.literal('note'),
    value: v.looseObject({ text: v.pipe(v.string(), v.maxLength(50_000)) }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('person'),
    value: v.looseObject({
      stance: v.exactOptional(v.picklist(['for', 'neutral', 'against'])),
      urgency: degree,
      influence: degree,
      need: v.exactOptional(text),
    }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('steps'),
    value: v.looseObject({
      milestones: v.record(text, evidence),
      obstacles: v.record(text, v.looseObject({ state: v.picklist(['open', 'mitigated']), at: amount })),
      sent: v.array(
        v.looseObject({
          content: text,
          obstacle: v.exactOptional(text),
          at: amount,
          outcome: v.exactOptional(v.picklist(['helped', 'didNot'])),
        }),
      ),
      scores: v.record(
        text,
        v.looseObject({
          state: v.picklist(['empty', 'suggested', 'noted', 'confirmed']),
          text: v.exactOptional(text),
          by: v.exactOptional(text),
        }),
      ),
    }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('playbook'),
    value: v.looseObject({ json: v.pipe(v.string(), v.maxLength(2_000_000)) }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('advice'),
    value: v.looseObject({
      shown: amount,
      done: amount,
      useless: amount,
      mutedAt: v.exactOptional(amount),
      mutedBy: v.exactOptional(v.picklist(['itself', 'person'])),
      isKept: v.exactOptional(v.boolean()),
      until: v.record(text, amount),
      counted: v.array(text),
      open: v.exactOptional(v.array(text)),
    }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('review'),
    value: v.looseObject({
      reviewedAt: amount,
      action: v.exactOptional(action),
      before: v.exactOptional(action),
      earlier: v.exactOptional(v.array(action)),
    }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('change'),
    value: v.looseObject({
      day: text,
      text,
      measure: text,
      stage: v.exactOptional(text),
      by: v.exactOptional(text),
      word: v.exactOptional(text),
      expected: v.exactOptional(amount),
    }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('month'),
    value: v.looseObject({
      reviewedAt: amount,
      decided: v.record(
        text,
        v.looseObject({ verdict: v.picklist(['accepted', 'declined']), text, change: v.exactOptional(text) }),
      ),
    }),
  }),
  v.looseObject({
    ...row,
    kind: v.literal('rules'),
    value: v.looseObject({ versions: v.array(v.looseObject({ at: amount, limits: v.record(text, amount) })) }),
  }),
]);
