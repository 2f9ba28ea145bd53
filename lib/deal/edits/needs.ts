import type {
  AskedField,
  DealField,
  EditForm,
  EditOption,
  EditRules,
  EditValue,
  EditValues,
  FieldUse,
  OwnField,
  WrittenField,
} from './edit';
import { fieldsOf, isOwnField } from './edit-values';

/** Where a question at a stage comes from. What is required has to be answered; the rest may be left as it is. */
type NeedFrom = 'required' | 'list' | 'refusal' | 'reason' | 'managed' | 'unfit';

export interface Need {
  field: AskedField;
  from: NeedFrom;
}

/** How a stage ends a deal, if it does. */
export const endOf = ({ fields }: Pick<EditRules, 'fields'>, stage: unknown): EditOption['ends'] =>
  fields.stage?.options?.find(({ value }) => value === stage)?.ends;

/**
 * What is asked for when a deal moves to a stage, each field once: what is required and empty, what the org's own list has for the
 * stage, what the CRM refused an earlier move for, and why the deal ended. Only fields that this user may fill in, or has to elsewhere.
 */
export function needsAt(
  form: Pick<EditForm, 'values' | 'fields' | 'needs' | 'reason' | 'wantsReason'>,
  stage: string,
): Need[] {
  const { values, fields, needs, reason } = form;
  // Safe: the type has no other keys.
  const required = (Object.keys(fields) as AskedField[]).filter(
    (field) => fields[field]?.isRequired && field !== 'stage' && (values[field] ?? null) === null && field in values,
  );
  const ends = endOf(form, stage);
  const why = ends && reason[ends];
  const all: Need[] = [
    ...required.map((field) => ({ field, from: 'required' as const })),
    ...(why === undefined
      ? []
      : [{ field: why, from: ends === 'lost' && form.wantsReason ? ('managed' as const) : ('reason' as const) }]),
    ...needs.filter((need) => need.stage === stage).map(({ field, from }) => ({ field, from })),
  ];
  return all.filter(
    ({ field }, index) =>
      fields[field] !== undefined && all.findIndex((other) => other.field === field) === index && field !== 'stage',
  );
}

/** The values of a field that may be chosen beside the others; undefined where it takes any. */
export function optionsBeside({ options, by }: FieldUse, values: EditValues): EditOption[] | undefined {
  if (by === undefined) return options;
  const controls = values[by];
  // A checkbox controls by its two words.
  const key = controls === null || controls === undefined ? undefined : String(controls);
  return options?.filter(({ validFor }) => validFor === undefined || (key !== undefined && validFor.includes(key)));
}

/** The values that stand in one: of a field that takes several, each of them. */
export const valuesIn = ({ kind }: Pick<FieldUse, 'kind'>, value: EditValue | undefined): string[] =>
  value === null || value === undefined || value === ''
    ? []
    : kind === 'several'
      ? String(value)
          .split(';')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : [String(value)];

/** What has to be known of a deal to judge values of these fields: what controls them, and what they control. */
export function tiedTo(fields: EditRules['fields'], changed: readonly WrittenField[]): OwnField[] {
  const isChanged = (field: string): boolean => changed.some((each) => each === field);
  const tied = Object.entries(fields).flatMap(([field, use]) =>
    use?.by === undefined ? [] : isChanged(field) ? [use.by] : isChanged(use.by) ? [field] : [],
  );
  return [...new Set(tied)].filter(isOwnField);
}

/** Fields that would hold a value which the CRM's own page would not let them have beside the others; its API takes it silently. */
export function unfit(fields: EditRules['fields'], values: EditValues): AskedField[] {
  // Safe: values of a deal have no others.
  return (fieldsOf(values) as DealField[]).flatMap((field): AskedField[] => {
    const use = field === 'probability' ? undefined : fields[field];
    const value = values[field] ?? null;
    if (field === 'probability' || !use?.options || value === null) return [];
    // What controls it may be hidden from this user.
    if (use.by !== undefined && values[use.by] === undefined) return [];
    const options = optionsBeside(use, values);
    return options && valuesIn(use, value).some((part) => !options.some((option) => option.value === part))
      ? [field]
      : [];
  });
}
