import { useEffect, useId, useRef, useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import type { EditValues, RowForm } from '@/lib/deal/edits/edit';
import { differing, picked } from '@/lib/deal/edits/edit-values';
import { t } from '@/lib/i18n';
import { askRowForm, saveEdit } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { useKeyed } from '../../shared/commands/use-commands';
import { refusalWords, stateWords } from '../edit/edit-texts';
import { saveByEnter } from '../edit/enter';
import { useEscape } from '../edit/use-escape';

import './RoleForm.css';

interface Props {
  view: Pick<RecordView, 'recordId' | 'opportunity' | 'roles'>;
  isOtherPage: boolean;
  /** Whose role it is; absent for somebody who is not on the deal yet. */
  of?: { contactId: string; name: string };
}

/** The way to change somebody's role on the deal, or to put somebody on it: the CRM is asked what may be done. */
export function RoleForm(props: Props) {
  const { view, of } = props;
  const [form, setForm] = useState<RowForm>();
  const [isAsking, setAsking] = useState(false);
  const [said, setSaid] = useState('');
  const label = of ? `${t('role.edit')}: ${of.name}` : t('role.add');
  const keyed = useKeyed('role', label);
  if (form)
    return (
      <Fields
        {...props}
        form={form}
        onEnd={(words) => {
          setSaid(words ?? '');
          setForm(undefined);
        }}
      />
    );
  return (
    <span className="role-open">
      <Button
        look="link"
        aria-label={label}
        {...keyed}
        onClick={() => {
          setAsking(true);
          setSaid('');
          void act(label, async () => setForm(await askRowForm(view.recordId, 'contactRole'))).then(() =>
            setAsking(false),
          );
        }}
      >
        {t(of ? 'role.edit' : 'role.add')}
      </Button>
      <Toast>{isAsking ? t('role.loading') : said}</Toast>
    </span>
  );
}

function Fields({ view, isOtherPage, of, form, onEnd }: Props & { form: RowForm; onEnd: (words?: string) => void }) {
  const { recordId, opportunity, roles } = view;
  const row = of && roles.find(({ contactId }) => contactId === of.contactId);
  const taken = new Set(roles.map(({ contactId }) => contactId));
  const people = form.people.filter(({ id }) => !taken.has(id));
  const held = { role: row?.role ?? null, isPrimary: row?.isPrimary ?? false };
  const [contact, setContact] = useState('');
  const [role, setRole] = useState(held.role ?? '');
  const [isPrimary, setPrimary] = useState(held.isPrimary);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const title = useId();
  const whole = useRef<HTMLFormElement>(null);
  useEffect(() => whole.current?.querySelector<HTMLElement>('select, input, button')?.focus(), []);
  useEscape(() => onEnd());
  const name = of?.name ?? people.find(({ id }) => id === contact)?.name ?? '';
  const options = form.fields.role?.options ?? [];
  const mayNot = of ? form.fields.role === undefined && form.fields.isPrimary === undefined : !form.mayMake;

  async function save(): Promise<void> {
    const values: EditValues = { role: role === '' ? null : role, isPrimary };
    const changed = differing(values, held);
    if (row && changed.length === 0) return setProblem(t('edit.same'));
    if (!of && contact === '') return setProblem(t('role.who.choose'));
    setBusy(true);
    await act(t('role.title', { name }), async () => {
      const edit = await saveEdit(
        recordId,
        opportunity.name,
        row
          ? {
              on: { kind: 'contactRole', act: 'change', id: row.id, name },
              before: picked(held, changed),
              after: picked(values, changed),
            }
          : { on: { kind: 'contactRole', act: 'make', name }, before: {}, after: { contact, ...values } },
      );
      if (edit.state === 'refused') return setProblem(refusalWords(edit));
      return onEnd(stateWords(edit));
    });
    setBusy(false);
  }

  return (
    <form
      ref={whole}
      className="role-form"
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && !isOtherPage && !mayNot) void save();
      }}
    >
      <h3 id={title}>{of ? t('role.title', { name: of.name }) : t('role.add')}</h3>
      {!of && people.length > 0 && (
        <label>
          {t('role.who')}
          <select value={contact} onKeyDown={saveByEnter} onChange={(event) => setContact(event.target.value)}>
            <option value="">{t('role.who.choose')}</option>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {[person.name, person.title].filter((each) => each !== undefined).join(', ')}
              </option>
            ))}
          </select>
        </label>
      )}
      {!of && form.mayMake && people.length === 0 && <p className="quiet">{t('role.nobody')}</p>}
      {options.length > 0 && (
        <label>
          {t('role.role')}
          <select value={role} onKeyDown={saveByEnter} onChange={(event) => setRole(event.target.value)}>
            <option value="">{t('record.people.noRole')}</option>
            {/* A role that the org no longer offers stays until another is chosen. */}
            {role !== '' && !options.some(({ value }) => value === role) && <option value={role}>{role}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </label>
      )}
      {form.fields.isPrimary && (
        <label className="role-primary">
          <input type="checkbox" checked={isPrimary} onChange={(event) => setPrimary(event.target.checked)} />
          {t('role.primary')}
        </label>
      )}
      {mayNot && <p className="problem">{t('role.refused')}</p>}
      {isOtherPage && <p className="problem">{t('edit.otherPage')}</p>}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <p className="actions">
        <Button look="primary" type="submit" disabled={isBusy || isOtherPage || mayNot}>
          {t(isBusy ? 'edit.state.sending' : 'role.save')}
        </Button>
        <Button onClick={() => onEnd()}>{t('edit.cancel')}</Button>
      </p>
    </form>
  );
}
