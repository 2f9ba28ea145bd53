import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { AgendaView, ToAct, ToKnow } from '@/lib/answers/agenda';
import type { AdviceAnswer } from '@/lib/deal/own/rule-advice';
import { t } from '@/lib/i18n';
import { todoText } from '@/lib/i18n/evidence';
import { act } from '@/lib/store/failures';
import { answerAdvice } from '@/lib/store/jotting-store';
import { finishReminder, snoozeReminder } from '@/lib/store/reminder-store';

import { finishTask, makeTask } from '../../record/tasks/task-ways';
import { GoodToKnow } from '../../shared/news/GoodToKnow';
import { dealLevel } from '../DealLevel';
import type { LevelProps } from '../level';

import './Agenda.css';

type Opens = Pick<LevelProps<object, AgendaView>, 'open' | 'refresh'>;

/** What of one's own deals asks for something to be done, apart from what is only to be known. */
export function Agenda({ view: { today, toAct, toKnow }, ...does }: { view: AgendaView } & Opens) {
  return (
    <>
      {toAct.length > 0 && (
        <Fold title={t('agenda.act')} aside={String(toAct.length)}>
          <ul className="agenda">
            {toAct.map((each) => (
              <li key={each.id} data-agenda={each.kind}>
                <Deal of={each} {...does} />
                <span>{todoText(each.kind, each.values)}</span>
                {each.since !== undefined && <span className="quiet">{t(`reminder.since.${each.since}`)}</span>}
                <Ways of={each} refresh={does.refresh} />
              </li>
            ))}
          </ul>
        </Fold>
      )}
      <GoodToKnow news={toKnow} today={today} deal={(each) => <Deal of={each} {...does} />} />
    </>
  );
}

const Deal = ({ of: { recordId, recordName, id }, open }: { of: ToAct | ToKnow } & Opens) => (
  <Button look="link" data-focus={id} onClick={() => open(dealLevel.at(recordName, { recordId }), id)}>
    {recordName}
  </Button>
);

/** What a person says of it; a task of the CRM's is done there. */
function Ways({ of, refresh }: { of: ToAct } & Pick<Opens, 'refresh'>) {
  const { kind, recordId, recordName, reminderId, taskId, day, values } = of;
  const text = todoText(kind, values);
  const way = (label: string, run: () => Promise<unknown>) => (
    <Button
      look="link"
      aria-label={`${label}: ${text}`}
      onClick={() =>
        void act(`${label} · ${text}`, async () => {
          await run();
          await refresh();
        })
      }
    >
      {label}
    </Button>
  );
  const subject = String((kind === 'task' ? values['subject'] : values['text']) ?? '');
  const finish = (id: string) => finishTask({ recordId, recordName, taskId: id, subject });
  if (kind === 'task')
    return taskId === undefined ? null : (
      <span className="agenda-ways">{way(t('tasks.done'), () => finish(taskId))}</span>
    );
  const answer = (given: AdviceAnswer) => () => answerAdvice(kind, recordId, given);
  return (
    <span className="agenda-ways">
      {way(t('advice.done'), reminderId === undefined ? answer('done') : () => finishReminder(reminderId))}
      {way(t('advice.snooze'), reminderId === undefined ? answer('later') : () => snoozeReminder(reminderId))}
      {reminderId === undefined
        ? way(t('advice.useless'), answer('useless'))
        : taskId === undefined
          ? way(t('tasks.make.of'), () => makeTask({ recordId, recordName, subject, dueDay: day, reminderId }))
          : way(t('tasks.done.both'), async () => {
              await finish(taskId);
              await finishReminder(reminderId);
            })}
    </span>
  );
}
