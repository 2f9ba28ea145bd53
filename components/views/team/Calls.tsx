import { useState } from 'react';

import type { AccuracyView } from '@/lib/answers/accuracy-view';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import { getBackend } from '@/lib/store/backend';
import { act } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

import { AmountForm } from '../shared/AmountForm';
import { Definition, Figure } from '../shared/Definition';

type Person = AccuracyView['people'][number];

/** Call, adjustment, model and what closed, a line a person. Typing adds a number and never overwrites one. */
export function Calls({
  view: { people, currency, period },
  onAdded,
}: {
  view: AccuracyView;
  onAdded: () => Promise<void>;
}) {
  const [editing, setEditing] = useState<string>();
  const self = people.find(({ isSelf }) => isSelf);
  const money = (metric: DefinedMetric, amount: number | undefined) =>
    amount === undefined ? (
      t('app.none')
    ) : (
      <Figure metric={metric} title={formatMoney(amount, currency)} isHeaded>
        {formatMoneyShort(amount, currency)}
      </Figure>
    );
  const heading = (label: string, metric: DefinedMetric) => (
    <th scope="col">
      <Definition metric={metric}>{label}</Definition>
    </th>
  );
  const model = ({ outlook: { isFirm, isTooWide, p10, p50, p90 } }: Person) => {
    if (!isFirm) return t('app.none');
    if (isTooWide) return <span className="quiet">{t('calls.wide')}</span>;
    return (
      <>
        {money('p50', p50)}{' '}
        <span className="quiet range">
          {money('p10', p10)}–{money('p90', p90)}
        </span>
      </>
    );
  };
  return (
    <table className="grid cards" aria-label={t('calls.title')}>
      <thead>
        <tr>
          <th scope="col">{t('team.rep')}</th>
          {heading(t('calls.call'), 'call')}
          {heading(t('calls.adjustment'), 'adjustment')}
          {heading(t('calls.model'), 'p50')}
          {heading(t('team.won'), 'closedWon')}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.userId} data-person={person.userId}>
            <td>
              <button
                type="button"
                data-focus={`call-${person.userId}`}
                aria-expanded={editing === person.userId}
                onClick={() => setEditing(editing === person.userId ? undefined : person.userId)}
              >
                {person.name}
              </button>
              {editing === person.userId && (
                <CallForm
                  person={person}
                  byId={self?.userId ?? ''}
                  start={period.start}
                  onAdded={onAdded}
                  onDone={() => setEditing(undefined)}
                />
              )}
            </td>
            <td data-label={t('calls.call')}>{money('call', person.call)}</td>
            <td data-label={t('calls.adjustment')}>
              {person.adjustments.length === 0
                ? t('app.none')
                : person.adjustments.map(({ byId, name, amount }) => (
                    <span key={byId} className="range" data-adjustment={amount} title={name}>
                      {money('adjustment', amount)}
                    </span>
                  ))}
            </td>
            <td data-label={t('calls.model')}>{model(person)}</td>
            <td data-label={t('team.won')}>{money('closedWon', person.won)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CallFormProps {
  person: Person;
  /** Who says it. */
  byId: string;
  start: string;
  onAdded: () => Promise<void>;
  onDone: () => void;
}

function CallForm({ person, byId, start, onAdded, onDone }: CallFormProps) {
  const label = t(person.isSelf ? 'calls.own' : 'calls.other', { name: person.name });
  return (
    <AmountForm
      label={label}
      bad={t('calls.bad')}
      mayBeZero
      draft={`call/${whoseKey()}/${byId}/${person.userId}/${start}`}
      onSave={(amount) =>
        act(label, async () => {
          await getBackend().send('call/add', { ownerId: person.userId, amount, start });
          await onAdded();
          onDone();
        })
      }
    />
  );
}
