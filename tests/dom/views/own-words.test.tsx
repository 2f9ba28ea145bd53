import 'fake-indexeddb/auto';
import { fireEvent } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { createJottingService } from '@/lib/background/jotting-service';
import type { JottingPut } from '@/lib/deal/own/jotting';
import type { TeamNote } from '@/lib/deal/team/buying-team';
import { keepPlaybooks } from '@/lib/storage/kept/given-playbooks';
import { arrive } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeBackend, type FakeBackend } from '../backend';
import { sample, type Sample } from '../sample';
import { screen, show, within } from '../screen';

let it: Sample;
let deal: { Id: string; Name: string };
beforeAll(async () => {
  it = await sample({ size: 40 });
  for (const row of it.org.rows('Opportunity').filter((each) => each['IsClosed'] === false)) {
    const found = (await it.queries.record({ host: PAGE_HOST, recordId: row.Id })).view;
    if (!found || found.people.length < 2 || found.people.length > 6 || !found.people[0]?.cadence) continue;
    deal = { Id: row.Id, Name: String(row['Name']) };
    return;
  }
  throw new Error('No open deal with a team.');
});

let seq = 7000;
/** The panel on a deal, with what the background does with what a person keeps. */
async function open(of = deal): Promise<{ backend: FakeBackend; user: ReturnType<typeof show> }> {
  const jottings = createJottingService({
    now: () => Date.now(),
    publish: () => Promise.resolve(),
    timeZone: () => 'UTC',
  });
  const backend = fakeBackend(it.queries, async (type, request) => {
    if (type === 'record/look') return {};
    // Safe: the views send what the protocol's types say.
    const asked = request as { rule: string; recordId: string; answer: 'done'; isMuted: boolean };
    if (type === 'advice/answer') await jottings.answer(it.db, asked.rule, asked.recordId, asked.answer);
    if (type === 'advice/mute') await jottings.mute(it.db, asked.rule, asked.isMuted);
    if (type === 'jotting/put') await jottings.put(it.db, request as JottingPut);
    return { ok: true };
  });
  const user = show(backend, <PanelApp onClose={() => undefined} />);
  arrive({ type: 'at', seq: (seq += 1), host: PAGE_HOST, place: { kind: 'record', recordId: of.Id, name: of.Name } });
  await screen.findByRole('heading', { level: 1, name: of.Name }, { timeout: 8000 });
  return { backend, user };
}
const view = async () => (await it.queries.record({ host: PAGE_HOST, recordId: deal.Id })).view;

test('a note is kept by itself, from a template on, and is there again', async () => {
  const { user } = await open();
  await user.click(await screen.findByText('Your note'));
  await user.click(await screen.findByRole('button', { name: 'Deal review' }));
  await user.type(await screen.findByRole('textbox', { name: 'Your note' }), ' They lose a day a week.');
  await screen.findByText(/^Kept \d/, {}, { timeout: 5000 });
  expect((await view())?.note?.text).toMatch(/^Deal review\nWhy would they buy[\s\S]*They lose a day a week\.$/);
});

test('a note stays private until it is logged by a press, as it stands then', async () => {
  const { backend, user } = await open();
  await user.click(await screen.findByText('Your note'));
  await user.type(await screen.findByRole('textbox', { name: 'Your note' }), 'Call with Ann');
  await screen.findByText(/^Kept \d/, {}, { timeout: 5000 });
  const writes = () => backend.sent.filter(({ type }) => type === 'edit/save');
  expect(writes()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Log in Salesforce' }));
  await expect
    .poll(() => writes().map(({ request }) => request))
    .toMatchObject([
      {
        recordId: deal.Id,
        on: { kind: 'note', act: 'make' },
        after: {
          subject: expect.stringMatching(/^Note: /),
          details: expect.stringContaining('Call with Ann'),
          isDone: true,
        },
      },
    ]);
});

test('what is known of a person is kept, moves when they are to be touched, and stands in table and map alike', async () => {
  const { user } = await open();
  const before = (await view())?.people[0];
  await user.click(await screen.findByText('People'));
  const [form] = await screen.findAllByText('Note stance, urgency, influence, need');
  await user.click(form as HTMLElement);
  const [stance] = await screen.findAllByLabelText('Stance');
  await user.selectOptions(stance as HTMLElement, 'against us');
  await expect.poll(async () => (await view())?.people[0]?.stance).toBe('against');
  const [influence] = await screen.findAllByLabelText('Influence');
  await user.selectOptions(influence as HTMLElement, 'high influence');
  const [need] = await screen.findAllByLabelText('Need');
  await user.type(need as HTMLElement, 'Fewer night shifts');
  fireEvent.blur(need as HTMLElement);
  await expect
    .poll(async () => (await view())?.people[0])
    .toMatchObject({ stance: 'against', influence: 'high', need: 'Fewer night shifts' });
  const after = (await view())?.people[0];
  expect(after?.everyDays).toBe(Math.max(1, Math.round((before?.cadence?.days ?? 0) / 2)));

  await user.click(await screen.findByRole('button', { name: 'Map' }));
  const name = after?.name ?? '';
  const cell = [...document.querySelectorAll('.team-map .stance-against')].find((each) => each.textContent === name);
  expect(cell?.closest('tr')?.textContent).toContain('high influence');
  await user.click(await screen.findByRole('button', { name: 'Table' }));
  const row = (await screen.findByRole('rowheader', { name })).closest('tr');
  expect(row?.textContent).toContain('against us');
  expect(row?.textContent).toContain('high influence');
  expect(document.querySelectorAll('.team-cards tbody tr')).toHaveLength((await view())?.people.length ?? 0);
});

test('an advice that is of no use here goes, and a rule that has muted itself says so and comes back', async () => {
  const { user } = await open();
  const first = (await view())?.todos[0];
  if (!first || first.kind === 'reminder') throw new Error('Nothing to do.');
  const shown = (): string[] =>
    [...document.querySelectorAll<HTMLElement>('[data-todo]')].map(({ dataset }) => dataset['todo'] ?? '');
  expect(shown()).toContain(first.kind);
  const press = (name: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(`[data-todo="${first.kind}"] [data-answer="${name}"]`);
    if (!found) throw new Error(`No ${name}.`);
    return found;
  };
  await user.click(press('useless'));
  await expect.poll(shown).not.toContain(first.kind);

  await it.db.jottings.put({
    id: `advice/${first.kind}`,
    kind: 'advice',
    of: first.kind,
    value: { shown: 12, done: 1, useless: 3, mutedAt: 1, mutedBy: 'itself', until: {}, counted: [] },
    at: 1,
  });
  arrive({ type: 'at', seq: (seq += 1), host: PAGE_HOST, place: { kind: 'other' } });
  arrive({
    type: 'at',
    seq: (seq += 1),
    host: PAGE_HOST,
    place: { kind: 'record', recordId: deal.Id, name: deal.Name },
  });
  await screen.findByText(/has muted itself: acted on 1 of 12 times/, {}, { timeout: 8000 });
  expect(shown()).not.toContain(first.kind);
  await user.click(await screen.findByRole('button', { name: 'Bring it back' }));
  await expect.poll(shown).toContain(first.kind);
  await it.db.jottings.clear();
});

test('a deal is marked by the playbook: a milestone with what shows it, an obstacle, an element that a manager confirms', async () => {
  const { user } = await open();
  const steps = async () => (await view())?.playbook?.steps;
  const first = (await view())?.playbook?.milestones[0];
  if (!first) throw new Error('No milestone.');
  await user.click(await screen.findByText('Playbook'));
  await user.click(await screen.findByRole('checkbox', { name: new RegExp(`^${first.text}`) }));
  const evidence = await screen.findByLabelText(`What shows it: ${first.text}`);
  await user.type(evidence, 'Mail of 3 March');
  fireEvent.blur(evidence);
  await expect.poll(async () => (await steps())?.milestones[first.id]?.evidence).toBe('Mail of 3 March');

  const obstacle = (await view())?.playbook?.obstacles[0];
  if (!obstacle) throw new Error('No obstacle.');
  await user.click(
    await screen.findByRole('button', {
      name: `${obstacle.state === 'open' ? 'Out of the way' : 'It is open'}: ${obstacle.text}`,
    }),
  );
  await expect
    .poll(async () => (await view())?.playbook?.obstacles[0]?.state)
    .toBe(obstacle.state === 'open' ? 'mitigated' : 'open');

  const metrics = await screen.findByLabelText('Metrics');
  await user.type(metrics, 'A day a week');
  fireEvent.blur(metrics);
  await user.type(await screen.findByLabelText('Manager who confirms Metrics'), 'Ida Berg');
  await user.click(await screen.findByRole('button', { name: 'Confirm' }));
  await expect
    .poll(async () => (await steps())?.scores['metrics'])
    .toEqual({ state: 'confirmed', text: 'A day a week', by: 'Ida Berg' });
  await it.db.jottings.clear();
});

test('another playbook is taken up once its changes were seen, and a bad one is refused in words', async () => {
  const { user } = await open();
  await user.click(await screen.findByText('Playbook'));
  const file = (text: string) => new File([text], 'ours.json', { type: 'application/json' });
  const input = await screen.findByLabelText('Another playbook');
  const ours = { pipelensPlaybook: 1, name: 'Ours', version: '7', stages: [] };
  await user.upload(input, file(JSON.stringify({ ...ours, colour: 'red' })));
  expect((await screen.findByRole('alert')).textContent).toBe(
    '“ours.json” was not taken up, and nothing has changed. colour: this field is not known. Check its spelling, or take it out.',
  );
  expect((await view())?.playbook?.from).toBe('usual');
  await user.upload(input, file(JSON.stringify(ours)));
  await screen.findByText(/“Ours”, version 7: \d+ changes/);
  await user.click(await screen.findByRole('button', { name: 'Take it up' }));
  await expect.poll(async () => (await view())?.playbook?.name).toBe('Ours');
  await user.click(await screen.findByRole('button', { name: 'Back to the one that ships' }));
  await expect.poll(async () => (await view())?.playbook?.from).toBe('usual');
});

const THEIRS = {
  pipelensPlaybook: 1,
  name: 'Acme sells',
  version: '7',
  stages: [{ phase: 'early' }, { phase: 'middle' }, { phase: 'late' }],
};

test('the playbook of the organisation counts before all others, and is said to be theirs', async () => {
  expect(await keepPlaybooks(it.db, { playbook: THEIRS }, 'en')).toBe(true);
  expect(await keepPlaybooks(it.db, { playbook: THEIRS }, 'en')).toBe(false);
  const { user } = await open();
  await user.click(await screen.findByText('The playbook as a file'));
  expect(await screen.findByText(/^Set by your organisation/)).toBeDefined();
  expect(screen.queryByLabelText('Another playbook')).toBeNull();
  expect((await view())?.playbook).toMatchObject({ from: 'managed', name: 'Acme sells', version: '7' });
});

test('a playbook of the organisation that is none is named, and nothing of it is taken; in Polish the usual one is in Polish', async () => {
  await keepPlaybooks(it.db, { playbook: { ...THEIRS, colour: 'red' } }, 'en');
  expect((await view())?.playbook).toMatchObject({ from: 'usual', problem: { id: 'unknownField', place: 'colour' } });
  const { user } = await open();
  await user.click(await screen.findByText('The playbook as a file'));
  expect(await screen.findByText(/The playbook of your organisation.*colour: this field is not known/)).toBeDefined();
  await keepPlaybooks(it.db, {}, 'pl');
  expect((await view())?.playbook?.milestones.map(({ text }) => text).join()).toMatch(/[ąęłóśćżź]/i);
  await keepPlaybooks(it.db, {}, 'en');
});

test('a note on somebody whom the CRM has merged into another is still shown, and moves to them with what was noted there', async () => {
  const service = createJottingService({
    now: () => Date.now(),
    publish: () => Promise.resolve(),
    timeZone: () => 'UTC',
  });
  const [, to] = (await view())?.people ?? [];
  const keep = (contactId: string, value: TeamNote) =>
    service.put(it.db, { kind: 'person', of: `${deal.Id}/${contactId}`, value });
  await keep('003000000000999AAA', { stance: 'against', influence: 'high', need: 'A date for the audit' });
  await keep(to?.contactId ?? '', { influence: 'low', need: 'One supplier less' });
  const { backend, user } = await open();
  await user.click(await screen.findByText('People'));
  const left = await screen.findByText(/no longer on this deal: against us · high influence · A date for the audit/);
  backend.break('jotting/put');
  await user.selectOptions(within(left).getByLabelText('Move this note to…'), to?.name ?? '');
  expect((await view())?.leftNotes).toHaveLength(1);
  backend.mend();
  await user.selectOptions(within(left).getByLabelText('Move this note to…'), to?.name ?? '');
  await expect.poll(async () => (await view())?.leftNotes).toEqual([]);
  expect((await view())?.people.find(({ contactId }) => contactId === to?.contactId)).toMatchObject({
    stance: 'against',
    influence: 'low',
    need: 'One supplier less; A date for the audit',
  });
});
