import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';
import { type CrmAnswer, crmAnswerOf, readOf } from '@/lib/crm/refusal';

import type { Http } from './calls/http';
import { composed, MOST_PARTS } from './calls/together';
import { type ObjectName, REASON_NAMES } from './fields';

/** The fields of an object that this user may see, each with its type; undefined where the object itself is out of reach. */
type Describe = (object: ObjectName) => Promise<ReadonlyMap<string, string> | undefined>;

const schema = v.object({
  fields: v.array(
    v.object({
      name: v.string(),
      label: v.nullish(v.string()),
      type: v.optional(v.string(), 'string'),
      picklistValues: v.optional(
        v.array(v.looseObject({ value: v.nullable(v.string()), label: v.nullish(v.string()) })),
      ),
    }),
  ),
});
type Shape = v.InferOutput<typeof schema>;

/** What was learnt of an org, as plain JSON: fields by object, null where the object is out of reach. */
export interface LearntFields {
  described: Partial<Record<ObjectName, [name: string, type: string][] | null>>;
  /** Stages in the user's language, by what is stored. */
  stageLabels: [stage: string, label: string][];
  lossField: LossField | null;
}

/** The list by which this org says why a deal was lost. */
export interface LossField {
  name: string;
  label: string;
  /** Its values in the user's language, by what is stored. */
  labels: [value: string, label: string][];
}

export interface Describer {
  describe: Describe;
  /** Learns several in as few calls as hold them; what those do not tell is asked by itself when it is wanted. */
  ahead(objects: readonly ObjectName[]): Promise<void>;
  /** Asks again, after a field went missing in between. */
  forget(object: ObjectName): void;
  /** Stages in the user's language, once deals were described. */
  stageLabel(stage: string): string | undefined;
  /** Where the org keeps why a deal was lost, once deals were described. */
  lossField(): LossField | undefined;
}

/**
 * Describes are remembered, also beyond the life of the client: `before` is what an earlier one learnt, `learnt` is told what this one
 * does. A refusal that will pass is thrown, and remembered nowhere.
 */
export function createDescribe(
  http: Http,
  version: string,
  before: LearntFields = { described: {}, stageLabels: [], lossField: null },
  learnt: (learnt: LearntFields) => void = () => undefined,
): Describer {
  const described = { ...before.described };
  let labels = new Map(before.stageLabels);
  let { lossField } = before;
  const asking = new Map<ObjectName, Promise<void>>();
  const path = (object: ObjectName): string => `/services/data/v${version}/sobjects/${object}/describe`;

  function keepShape(object: ObjectName, answer: CrmAnswer<Shape>): void {
    if (answer.is === 'later') return;
    described[object] = answer.is === 'told' ? answer.value.fields.map(({ name, type }) => [name, type]) : null;
    if (answer.is === 'told' && object === 'Opportunity') {
      labels = labelsOf(answer.value.fields.find(({ name }) => name === 'StageName'));
      lossField = lossFieldOf(answer.value);
    }
    learnt({ described: { ...described }, stageLabels: [...labels], lossField });
  }

  async function ask(object: ObjectName): Promise<void> {
    const answer = readOf(await crmAnswerOf(http.call('GET', path(object))), ({ body }) => shapeOf(object, body));
    if (answer.is === 'later') throw answer.error;
    keepShape(object, answer);
  }

  return {
    async describe(object) {
      if (described[object] === undefined) {
        let run = asking.get(object);
        if (!run) asking.set(object, (run = ask(object).finally(() => asking.delete(object))));
        await run;
      }
      const fields = described[object];
      return fields ? new Map(fields) : undefined;
    },
    async ahead(objects) {
      const unknown = objects.filter((object) => described[object] === undefined);
      if (unknown.length < 2) return;
      for (let start = 0; start < unknown.length; start += MOST_PARTS) {
        const some = unknown.slice(start, start + MOST_PARTS);
        const answers = await composed(http, version, some.map(path));
        some.forEach((object, index) => {
          const answer = answers[index]?.answer;
          // Safe to leave out: it is asked by itself when it is wanted.
          if (answer?.is === 'told')
            keepShape(
              object,
              readOf(answer, (raw) => shapeOf(object, raw)),
            );
        });
      }
    },
    forget: (object) => delete described[object],
    stageLabel: (stage) => labels.get(stage),
    lossField: () => lossField ?? undefined,
  };
}

function shapeOf(object: ObjectName, raw: unknown): Shape {
  const shape = v.safeParse(schema, raw);
  if (!shape.success)
    throw new CrmError('malformed', `The description of ${object} has no fields in it.`, { fact: { id: 'odd' } });
  return shape.output;
}

const labelsOf = (field: Shape['fields'][number] | undefined): Map<string, string> =>
  new Map(
    (field?.picklistValues ?? []).flatMap(({ value, label }) =>
      value === null || !label ? [] : [[value, label] as const],
    ),
  );

/** The picklist that is named like it: one of losses before one of all that is closed. */
function lossFieldOf({ fields }: Shape): LossField | null {
  const named = fields.flatMap((field) => {
    const words = `${field.name} ${field.label ?? ''}`;
    return field.type === 'picklist' && REASON_NAMES.lost.test(words)
      ? [{ field, isOfLoss: /loss|lost/i.test(words) }]
      : [];
  });
  const { field } = named.find(({ isOfLoss }) => isOfLoss) ?? named[0] ?? {};
  return field ? { name: field.name, label: field.label ?? field.name, labels: [...labelsOf(field)] } : null;
}
