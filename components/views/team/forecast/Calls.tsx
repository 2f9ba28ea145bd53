import { useState } from 'react';

import { DotKey, DotRows } from '@/components/charts/DotRows';
import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import type { AccuracyView } from '@/lib/answers/accuracy-view';
import { t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import { getBackend } from '@/lib/store/backend';
import { act } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

import { AmountForm } from '../../shared/AmountForm';
import { CallTable } from './CallTable';
import { Money } from './Money';

type Person = AccuracyView['people'][number];

/** What is closed, called, adjusted and forecast, a line a person on one scale, the largest first; a table of the same folded beneath. */
export function Calls({ view, onAdded }: { view: AccuracyView; onAdded: () => Promise<void> }) {
  const { currency, period, otherCalls } = view;
  const [editing, setEditing] = useState<string>();
  const self = view.people.find(({ isSelf }) => isSelf);
  const people = view.people.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const money = (metric: DefinedMetric, amount: number) => (
    <Money metric={metric} amount={amount} currency={currency} />
  );
  return (
    <Section title={t('calls.title')}>
      {otherCalls && (
        <p className="note quiet">
          {t('calls.otherMoney', { count: otherCalls.count, currencies: otherCalls.currencies.join(', '), currency })}
        </p>
      )}
      <DotRows
        label={t('calls.title')}
        rows={people.map((person) => {
          const { userId, name, won, quota, call, adjustments, outlook } = person;
          const [left] = adjustments;
          return {
            id: userId,
            name: (
              <Button
                look="link"
                data-focus={`call-${userId}`}
                data-person={userId}
                aria-expanded={editing === userId}
                onClick={() => setEditing(editing === userId ? undefined : userId)}
              >
                {name}
              </Button>
            ),
            done: won,
            ...(outlook.isFirm ? { range: [outlook.p10, outlook.p90] as const, middle: outlook.p50 } : {}),
            call,
            others: adjustments.map(({ amount }) => amount),
            target: quota,
            figures: (
              <>
                <span>
                  <DotKey kind="closed" />
                  {t('team.won')} {money('closedWon', won)}
                </span>
                {outlook.isFirm && (
                  <span>
                    <DotKey kind="middle" />
                    {t('calls.model')} {money('p50', outlook.p50)}
                    {outlook.isTooWide && ` · ${t('calls.wide')}`}
                  </span>
                )}
                {call !== undefined && (
                  <span>
                    <DotKey kind="call" />
                    {t('calls.call')} {money('call', call)}
                  </span>
                )}
                {left && (
                  <span title={adjustments.map((each) => each.name).join(', ')}>
                    <DotKey kind="other" />
                    {t('calls.adjustment')}{' '}
                    {adjustments.map(({ byId, amount }) => (
                      <span key={byId} data-adjustment={amount}>
                        {money('adjustment', amount)}{' '}
                      </span>
                    ))}
                  </span>
                )}
                {quota !== undefined && (
                  <span>
                    <DotKey kind="target" />
                    {t('team.quota')} {money('quota', quota)}
                  </span>
                )}
              </>
            ),
            below: editing === userId && (
              <CallForm
                person={person}
                byId={self?.userId ?? ''}
                start={period.start}
                currency={currency}
                onAdded={onAdded}
                onDone={() => setEditing(undefined)}
              />
            ),
          };
        })}
      />
      <Fold title={t('calls.table')}>
        <CallTable people={people} currency={currency} />
      </Fold>
    </Section>
  );
}

const sizeOf = ({ won, call = 0, outlook }: Person): number => Math.max(won, call, outlook.isFirm ? outlook.p50 : 0);

interface CallFormProps {
  person: Person;
  /** Who says it. */
  byId: string;
  start: string;
  currency: string;
  onAdded: () => Promise<void>;
  onDone: () => void;
}

function CallForm({ person, byId, start, currency, onAdded, onDone }: CallFormProps) {
  const label = t(person.isSelf ? 'calls.own' : 'calls.other', { name: person.name });
  return (
    <AmountForm
      label={label}
      currency={currency}
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
