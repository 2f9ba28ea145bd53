import { useId, useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Setting } from '@/components/ui/Setting';
import type { QuotaChoice } from '@/lib/deal/forecast-type';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import { type Held, HeldQuotas, type HeldQuotasProps } from './HeldQuotas';
import { QuotaInput, type QuotaInputProps } from './QuotaInput';
import { TypeQuota, type TypeQuotaProps } from './TypeQuota';

export interface QuotasProps {
  orgs: readonly { key: string; name: string; quotaTypes?: QuotaChoice | undefined; held?: Held | undefined }[];
  /** What a file holds; nothing is kept yet. Undefined where the org has not been read yet. */
  onReadQuotas: (key: string, bytes: Uint8Array) => ReturnType<QuotaInputProps['onRead']>;
  onTakeQuotas: (key: string, ...given: Parameters<QuotaInputProps['onTake']>) => Promise<void>;
  onTypeQuota: (key: string, ...given: Parameters<TypeQuotaProps['onType']>) => Promise<void>;
  onRemoveQuota: (key: string, ...given: Parameters<HeldQuotasProps['onRemove']>) => Promise<void>;
  /** Undefined leaves the choice to Pipelens. */
  onQuotaType: (key: string, id: string | undefined) => Promise<void>;
}

/** Where quotas come from: the org's own, typed ones, and those of a file, for each org. */
export function Quotas({ orgs, onReadQuotas, onTakeQuotas, onTypeQuota, onRemoveQuota, onQuotaType }: QuotasProps) {
  if (orgs.length === 0)
    return <Setting title={t('options.connections.none')} text={t('options.connections.none.text')} />;
  return orgs.map(({ key, name, quotaTypes, held }) => (
    <div key={key}>
      {held && (
        <Setting title={t('quotas.crm', { org: name })} text={t('quotas.crm.count', { count: held.ofCrm })}>
          {quotaTypes && <QuotaType name={name} {...quotaTypes} onType={(id) => onQuotaType(key, id)} />}
        </Setting>
      )}
      {held && held.people.length > 0 && (
        <Setting title={t('quotas.typed', { org: name })} text={t('quotas.typed.text')}>
          <TypeQuota held={held} onType={(quota) => onTypeQuota(key, quota)} />
          <HeldQuotas held={held} onRemove={(id) => onRemoveQuota(key, id)} />
        </Setting>
      )}
      <Setting title={t('quotas.file.title', { org: name })} text={t('quotas.text')}>
        <QuotaInput
          name={name}
          onRead={(bytes) => onReadQuotas(key, bytes)}
          onTake={(quotas) => onTakeQuotas(key, quotas)}
        />
      </Setting>
    </div>
  ));
}

function QuotaType({
  name,
  types,
  chosen,
  onType,
}: QuotaChoice & { name: string; onType: (id: string | undefined) => Promise<void> }) {
  const id = useId();
  const [isSaved, setSaved] = useState(false);
  const label = t('quotas.type', { org: name });
  return (
    <p className="form-line">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={chosen ?? ''}
        onChange={({ target }) =>
          void act(label, () => onType(target.value === '' ? undefined : target.value)).then(setSaved)
        }
      >
        <option value="">{t('quotas.type.auto')}</option>
        {types.map((type) => (
          <option key={type.id} value={type.id}>
            {type.label}
          </option>
        ))}
      </select>
      <Toast>{isSaved && t('written.saved')}</Toast>
    </p>
  );
}
