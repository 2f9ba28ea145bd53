import * as v from 'valibot';

import { isRecent } from '@/lib/calendar/recent';
import { wordTable } from '@/lib/calendar/word-table';
import type { CrmClient } from '@/lib/crm/crm';
import { crmAnswerOf } from '@/lib/crm/refusal';
import {
  EDIT_FIELDS,
  type Editable,
  type EditOption,
  type EditRules,
  type FieldUse,
  type Fixed,
  type OwnField,
} from '@/lib/deal/edits/edit';
import { minorPerMajor } from '@/lib/deal/money';

import type { Http } from '../calls/http';
import { REASON_NAMES } from '../fields';
import type { Prepared } from '../prepare';
import { fieldNamed, NAMES } from './field-names';
import { readAs } from './read-as';

/** The record type that every org has. */
const MASTER = '012000000000000AAA';
/** What an administrator has set up is asked for anew after this, ms. */
export const FRESH_MS = 600_000;

const infoSchema = v.object({
  updateable: v.optional(v.boolean(), true),
  fields: v.record(
    v.string(),
    v.object({
      updateable: v.boolean(),
      label: v.optional(v.string()),
      dataType: v.optional(v.string(), 'String'),
      required: v.optional(v.boolean(), false),
      length: v.optional(v.number(), 0),
      /** Of a number: all digits, and those behind the point. */
      precision: v.optional(v.number(), 0),
      scale: v.optional(v.number(), 0),
      /** Text that is marked up is only right in an editor of its own. */
      extraTypeInfo: v.nullish(v.string()),
      htmlFormatted: v.optional(v.boolean(), false),
      controllerName: v.nullish(v.string()),
    }),
  ),
});
const picklistSchema = v.object({
  controllerValues: v.optional(v.record(v.string(), v.number()), {}),
  values: v.array(
    v.object({
      value: v.string(),
      label: v.string(),
      validFor: v.optional(v.array(v.number()), []),
      attributes: v.nullish(v.object({ closed: v.nullish(v.boolean()), won: v.nullish(v.boolean()) })),
    }),
  ),
});
const picklistsSchema = v.object({ picklistFieldValues: v.record(v.string(), picklistSchema) });
const layoutSchema = v.object({
  sections: v.array(
    v.object({
      layoutRows: v.array(
        v.object({
          layoutItems: v.array(
            v.object({
              editableForUpdate: v.boolean(),
              required: v.boolean(),
              layoutComponents: v.array(v.object({ apiName: v.nullish(v.string()), componentType: v.string() })),
            }),
          ),
        }),
      ),
    }),
  ),
});

type Info = v.InferOutput<typeof infoSchema>;
type Picklists = Record<string, v.InferOutput<typeof picklistSchema>>;
/** What the page of a kind of deal says of a field. */
type Layout = ReadonlyMap<string, { isRequired: boolean; isEditable: boolean }>;

interface SetUp {
  info: Info;
  picklists: Picklists;
  /** Undefined where the org does not tell. */
  layout: Layout | undefined;
}

/** What a user may change of a deal: what describe lets them, on the layout of its record type, with the values of that type. */
export function createEditable(http: Http, prepare: () => Promise<Prepared>, now: () => number): CrmClient['editable'] {
  const known = new Map<string, { at: number; setUp: Promise<SetUp> }>();

  async function ask(recordTypeId: string): Promise<SetUp> {
    const { version } = await prepare();
    const base = `/services/data/v${version}/ui-api`;
    const [info, picklists, layout] = await Promise.all([
      http.call('GET', `${base}/object-info/Opportunity`),
      http.call('GET', `${base}/object-info/Opportunity/picklist-values/${recordTypeId}`),
      crmAnswerOf(
        http.call('GET', `${base}/layout/Opportunity?recordTypeId=${recordTypeId}&layoutType=Full&mode=Edit`),
      ),
    ]);
    if (layout.is === 'later') throw layout.error;
    return {
      info: readAs(infoSchema, info.body, 'the fields of a deal'),
      picklists: readAs(picklistsSchema, picklists.body, 'the values of a deal’s fields').picklistFieldValues,
      layout: layout.is === 'told' ? layoutOf(layout.value.body) : undefined,
    };
  }

  return async ({ hasProducts, currency, recordTypeId = MASTER }) => {
    let held = known.get(recordTypeId);
    if (!held || !isRecent(held.at, now(), FRESH_MS)) {
      const asked = { at: now(), setUp: ask(recordTypeId) };
      asked.setUp.catch(() => known.delete(recordTypeId));
      known.set(recordTypeId, (held = asked));
    }
    const { stageLabel } = await prepare();
    return rulesOf(await held.setUp, { hasProducts, currency }, stageLabel);
  };
}

function layoutOf(body: unknown): Layout {
  const { sections } = readAs(layoutSchema, body, 'the page layout of a deal');
  const items = sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems));
  return new Map(
    items.flatMap(({ editableForUpdate, required, layoutComponents }) =>
      layoutComponents.flatMap(({ apiName, componentType }) =>
        componentType === 'Field' && apiName
          ? [[apiName, { isRequired: required, isEditable: editableForUpdate }] as const]
          : [],
      ),
    ),
  );
}

function rulesOf(
  { info, picklists, layout }: SetUp,
  { hasProducts, currency }: { hasProducts: boolean; currency: string | undefined },
  stageLabel: Prepared['stageLabel'],
): EditRules {
  const fields: Editable = {};
  const fixed: EditRules['fixed'] = {};
  const useOf = (name: string): FieldUse | Fixed => {
    const of = info.fields[name];
    const on = layout?.get(name);
    if (!info.updateable || !of?.updateable) return 'readOnly';
    if (layout && on?.isEditable !== true) return 'layout';
    const isRequired = of.required || on?.isRequired === true || ALWAYS.has(name);
    return useWith({ name, of, isRequired, picklists, stageLabel, currency });
  };
  for (const field of EDIT_FIELDS) {
    const use = useOf(NAMES[field]);
    // Salesforce takes such an amount, answers that it is saved, and keeps its own.
    if (field === 'amount' && hasProducts) fixed.amount = 'products';
    else if (typeof use === 'string') fixed[field] = use;
    else fields[field] = use;
  }
  const reason: EditRules['reason'] = {};
  for (const name of layout?.keys() ?? []) {
    const field = fieldNamed(name);
    if (!field.startsWith('own:')) continue;
    const own = field as OwnField;
    const use = useOf(name);
    if (typeof use === 'string') continue;
    fields[own] = { ...use, label: info.fields[name]?.label ?? name };
    for (const ends of ['won', 'lost'] as const)
      if (REASON_NAMES[ends].test(`${name} ${info.fields[name]?.label ?? ''}`)) reason[ends] ??= own;
  }
  return { fields, fixed, reason };
}

/** Salesforce keeps no deal without them, whatever describe says. */
const ALWAYS = new Set(['Name', 'StageName', 'CloseDate', 'ForecastCategoryName']);
const KINDS = wordTable<FieldUse['kind']>({
  String: 'text',
  TextArea: 'text',
  Url: 'text',
  Phone: 'text',
  Email: 'text',
  Currency: 'number',
  Double: 'number',
  Int: 'number',
  Percent: 'number',
  Date: 'day',
  Picklist: 'choice',
  MultiPicklist: 'several',
  Boolean: 'check',
});

const UNITS = wordTable<NonNullable<FieldUse['unit']>>({ Currency: 'money', Percent: 'percent' });

interface Using {
  name: string;
  of: Info['fields'][string];
  isRequired: boolean;
  picklists: Picklists;
  stageLabel: Prepared['stageLabel'];
  /** Of the deal, in an org of several. */
  currency: string | undefined;
}

function useWith({ name, of, isRequired, picklists, stageLabel, currency }: Using): FieldUse {
  const isMarkedUp = of.htmlFormatted || of.extraTypeInfo === 'RichTextArea';
  const picklist = picklists[name];
  // A choice whose values are not told is none that can be typed.
  const isUntold = (of.dataType === 'Picklist' || of.dataType === 'MultiPicklist') && !picklist;
  const kind = isMarkedUp || isUntold ? 'elsewhere' : (KINDS[of.dataType] ?? 'elsewhere');
  const unit = UNITS[of.dataType];
  if ((kind !== 'choice' && kind !== 'several') || !picklist)
    return {
      kind,
      isRequired,
      ...(unit === undefined ? {} : { unit }),
      ...(kind === 'text' && of.length > 0 ? { maxLength: of.length } : {}),
      ...(kind === 'number' && of.precision > 0
        ? { digits: of.precision - of.scale, decimals: decimalsOf(of, currency) }
        : {}),
      ...(of.dataType === 'Int' ? { decimals: 0 } : {}),
      ...(of.dataType === 'TextArea' && kind === 'text' ? { isLong: true } : {}),
    };
  const by = of.controllerName ?? undefined;
  // The index of a value that controls is by what is stored or by what is read.
  const valueOf = (key: string): string =>
    by === undefined
      ? key
      : (picklists[by]?.values.find((each) => each.value === key || unescaped(each.label) === unescaped(key))?.value ??
        key);
  const controls = Object.entries(picklist.controllerValues).map(([key, at]) => [valueOf(key), at] as const);
  const options = picklist.values.map(({ value, label, validFor, attributes }): EditOption => {
    const ends = attributes?.won === true ? 'won' : attributes?.closed === true ? 'lost' : undefined;
    return {
      value,
      label: (name === 'StageName' ? stageLabel(value) : undefined) ?? unescaped(label),
      ...(by === undefined ? {} : { validFor: controls.filter(([, at]) => validFor.includes(at)).map(([key]) => key) }),
      ...(ends === undefined ? {} : { ends }),
    };
  });
  return { kind, isRequired, options, ...(by === undefined ? {} : { by: fieldNamed(by) }) };
}

/** In an org of several currencies a field has the decimals of the deal's own (SF-81). */
const decimalsOf = ({ dataType, scale }: Using['of'], currency: string | undefined): number =>
  dataType === 'Currency' && currency !== undefined ? Math.max(scale, Math.log10(minorPerMajor(currency))) : scale;

/** The labels of this answer come escaped for HTML. */
const unescaped = (label: string): string =>
  label.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
