import { useRef, useState } from 'react';

import { useKeptFocus } from '@/components/ui/use-kept-focus';
import type { RecordView } from '@/lib/answers/record-view';
import type { EditField } from '@/lib/deal/edits/edit';
import type { Freshness } from '@/lib/deal/freshness';
import { formatDay, t } from '@/lib/i18n';
import type { KeyAction } from '@/lib/store/choices/key-store';
import { useDraft } from '@/lib/store/drafts';

import { useCommands } from '../shared/commands/use-commands';
import { AsOf } from '../shared/Definition';
import { GoodToKnow } from '../shared/news/GoodToKnow';
import { ConnectionNote } from '../shared/state/ConnectionNote';
import { Changes } from './Changes';
import { EditDeal } from './edit/EditDeal';
import { OpenEdits, PastEdits } from './edit/Edits';
import { LetGo } from './let-go/LetGo';
import { MoneyLine } from './MoneyLine';
import { NewsLine } from './notes/NewsLine';
import { Notes } from './notes/Notes';
import { PlaybookPart } from './playbook/PlaybookPart';
import { QuarterLine } from './QuarterLine';
import { RecordVerdict, Why } from './RecordVerdict';
import { Reminders } from './Reminders';
import { StagePath } from './StagePath';
import { Tasks } from './tasks/Tasks';
import { People } from './team/People';
import { SharedCredit } from './team/SharedCredit';
import { Timeline } from './Timeline';
import { Todos } from './Todos';

type DealAction = Exclude<KeyAction, 'filter' | 'compare' | 'earlier' | 'later' | 'table'>;

interface Props {
  view: RecordView;
  freshness: Freshness;
  /** What the page shows as the record's name, when that is another. */
  pageName?: string;
  onRetry: () => void;
  /** Loads the page behind the panel anew. */
  onReload?: (() => void) | undefined;
}

/** The record panel: verdict, money, quarter, what to do and the timeline; folded why, people, stage, changes and follow-ups, always in this order. */
export function RecordPanel({ view, freshness, pageName, onRetry, onReload }: Props) {
  const [isWhyOpen, setWhyOpen] = useState(false);
  const [draft, setDraft] = useDraft(`reminder/${view.reader.key}/${view.recordId}/what`);
  const [first, setFirst] = useState<EditField>('stage');
  const [task, setTask] = useDraft(`task/${view.reader.key}/${view.recordId}/what`);
  const whenRef = useRef<HTMLInputElement>(null);
  const taskRef = useRef<HTMLInputElement>(null);
  const whole = useRef<HTMLElement>(null);
  useKeptFocus(whole);
  const remind = (): void => reveal(whenRef.current);
  const currency = view.opportunity.currency ?? view.currency;

  useCommands(() => {
    const ways: readonly [action: DealAction, isThere: boolean, run: () => void][] = [
      ['edit', isDrawn('[data-edit], .edit-form'), () => edit()],
      ['letGo', isDrawn('[data-let-go], form.let-go'), letGo],
      ['remind', true, remind],
      ['task', true, () => reveal(taskRef.current)],
      ['role', isDrawn('.role-form, .role-open button'), role],
      ['note', true, () => reveal(document.querySelector<HTMLElement>('.note-text'))],
      ['explain', view.verdict.state !== 'done', () => setWhyOpen((isOpen) => !isOpen)],
      ['next', walked().length > 0, () => moveFocus(1)],
      ['previous', walked().length > 0, () => moveFocus(-1)],
    ];
    return ways.flatMap(([action, isThere, run]) => (isThere ? [{ action, name: t(`command.${action}`), run }] : []));
  });

  return (
    <AsOf value={view.today}>
      <article ref={whole} className="record" data-record-id={view.recordId} data-state={view.verdict.state}>
        <ConnectionNote freshness={freshness} onRetry={onRetry} />
        {pageName !== undefined && <p className="quiet">{t('record.pageName', { name: pageName })}</p>}
        <RecordVerdict view={view} />
        <MoneyLine view={view} currency={currency} />
        <EditDeal view={view} isOtherPage={pageName !== undefined} first={first}>
          {view.verdict.state !== 'done' && <LetGo view={view} isOtherPage={pageName !== undefined} />}
        </EditDeal>
        <OpenEdits view={view} onReload={onReload} />
        <QuarterLine
          outlook={view.outlook}
          currency={view.currency}
          hasAmount={view.opportunity.amount !== undefined}
        />
        {view.problems.length > 0 && (
          <ul className="problems">
            {view.problems.map(({ kind, values }) => (
              <li key={kind}>{t(`problem.${kind}`, { closeDate: 'none', ...dated(values) })}</li>
            ))}
          </ul>
        )}
        {(view.verdict.state !== 'done' || view.todos.length > 0) && (
          <Todos
            view={view}
            onEdit={(field) => {
              setFirst(field);
              edit(field);
            }}
            onRemind={(text) => {
              setDraft(text);
              remind();
            }}
            onTask={(text) => {
              setTask(text);
              reveal(taskRef.current);
            }}
          />
        )}
        <GoodToKnow news={view.news} today={view.today} />
        <Tasks view={view} isOtherPage={pageName !== undefined} draft={task} onDraft={setTask} subjectRef={taskRef} />
        <Timeline of={view.timeline} />
        <NewsLine view={view} currency={currency} />
        <Why view={view} isOpen={isWhyOpen} onToggle={setWhyOpen} />
        <People view={view} isOtherPage={pageName !== undefined} />
        {view.credit && <SharedCredit credit={view.credit} />}
        <StagePath view={view} />
        <PlaybookPart view={view} />
        <Changes view={view} currency={currency} />
        <PastEdits view={view} />
        <Notes view={view} isOtherPage={pageName !== undefined} />
        <Reminders view={view} draft={draft} onDraft={setDraft} whenRef={whenRef} />
      </article>
    </AsOf>
  );
}

const dated = (values: RecordView['problems'][number]['values']) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === 'closeDate' ? formatDay(String(value)) : value]),
  );

/** Opens the form that changes the deal; where it is open, the field takes the focus. */
function edit(field: EditField = 'stage'): void {
  const way = document.querySelector<HTMLElement>('[data-edit]');
  if (way) {
    way.click();
    return;
  }
  // What may not be changed says so in the form.
  const form = document.querySelector('.edit-form');
  (
    form?.querySelector<HTMLElement>(`[name="${field}"]`) ?? form?.querySelector<HTMLElement>('input, select, button')
  )?.focus();
}

/** Opens the receipt of a deal that may be let go; where it is open, its first control takes the focus. */
function letGo(): void {
  const way = document.querySelector<HTMLElement>('[data-let-go]');
  if (way) way.click();
  else document.querySelector<HTMLElement>('form.let-go :is(input, select, button[type])')?.focus();
}

/** What is in a fold, or in one of another: opened, then in focus. */
function reveal(field: HTMLElement | null): void {
  for (let fold = field?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
  field?.focus();
}

/** The ways to change a role, one after the other, and to put somebody on the deal; where a form of it is open, that. */
function role(): void {
  const ways = [...document.querySelectorAll<HTMLElement>('.role-open button')];
  const next = ways[(ways.findIndex((way) => way === document.activeElement) + 1) % ways.length];
  reveal(document.querySelector<HTMLElement>('.role-form :is(select, input, button)') ?? next ?? null);
}

const isDrawn = (selector: string): boolean => document.querySelector(selector) !== null;

/** The buttons of the to-do list and of the tasks; what is folded away takes no focus: a walk would end there. */
const walked = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('.todos button, .tasks button')].filter(
    (button) => button.closest('details:not([open])') === null,
  );

function moveFocus(step: 1 | -1): void {
  const buttons = walked();
  const index = buttons.findIndex((button) => button === document.activeElement);
  buttons[(index + step + buttons.length) % buttons.length]?.focus();
}
