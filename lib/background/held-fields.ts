import { CrmError, type CrmClient } from '@/lib/crm/crm';
import { siteOf } from '@/lib/crm/sites';
import type { OwnField } from '@/lib/deal/edits/edit';
import type { MappedFields } from '@/lib/deal/playbook/mapped-fields';
import { t } from '@/lib/i18n';

/** As many as a scorecard has elements. */
const MOST = 9;

/** What the CRM holds of a deal at this moment in fields by their names there, a choice by its label. */
export async function mappedFields(
  client: CrmClient | undefined,
  recordId: string,
  names: readonly string[],
): Promise<MappedFields> {
  if (!client) throw new Error(t('edit.signedOut'));
  const own = names.slice(0, MOST).map((name): OwnField => `own:${name}`);
  const standing = await client.standingOf(recordId, own);
  if (!standing) throw new Error(t('edit.noRecord'));
  // Without its labels a choice is told by what is stored.
  const rules = await client.editable(standing).catch((error: unknown) => {
    if (error instanceof CrmError) return undefined;
    throw error;
  });
  const { idOf } = siteOf(undefined);
  return Object.fromEntries(
    own.flatMap((field): [string, MappedFields[string]][] => {
      const value = standing.values[field];
      if (value === undefined) return [];
      const id = rules?.fields[field]?.kind === 'elsewhere' ? idOf(value) : undefined;
      const label = rules?.fields[field]?.options?.find((option) => option.value === value)?.label;
      return [[field.slice('own:'.length), id === undefined ? { value: label ?? value } : { leadsTo: id }]];
    }),
  );
}
