import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { playbookView } from '@/lib/answers/playbook-view';
import { recordView } from '@/lib/answers/record-view';
import type { Jotting } from '@/lib/deal/own/jotting';
import { readPlaybook } from '@/lib/deal/playbook/playbook';
import { playbookDiff } from '@/lib/deal/playbook/playbook-diff';
import { SCORECARDS } from '@/lib/deal/playbook/scorecards';
import { USUAL_PLAYBOOK } from '@/lib/deal/playbook/usual-playbook';
import { USUAL_PLAYBOOK_PL } from '@/lib/deal/playbook/usual-playbook-pl';
import { obstacleLoss } from '@/lib/process/obstacle-loss';

import { ago, deal, factsOf, opportunity, person, version } from './deal';

const plain = {
  pipelensPlaybook: 1,
  name: 'Ours',
  version: '3',
  stages: [
    {
      stage: 'Three',
      roles: ['Champion', 'Economic buyer'],
      milestones: [
        { id: 'm1', text: 'Pain agreed', daysBefore: 30 },
        { id: 'm2', text: 'Legal done', daysBefore: 10, after: ['m1'] },
      ],
      obstacles: [{ id: 'o1', text: 'No decider', when: 'noDecisionMaker' }],
    },
  ],
  content: [
    { id: 'c1', title: 'For the money', url: 'https://example.com/1', obstacle: 'o1' },
    { id: 'c2', title: 'Any time', url: 'https://example.com/2' },
    { id: 'c3', title: 'Late only', url: 'https://example.com/3', phase: 'late' },
    { id: 'c4', title: 'More', url: 'https://example.com/4' },
    { id: 'c5', title: 'Even more', url: 'https://example.com/5' },
  ],
};
const problemOf = (value: unknown) => {
  const read = readPlaybook(typeof value === 'string' ? value : JSON.stringify(value));
  return 'problem' in read ? read.problem : undefined;
};
const own = (value: object): Jotting[] => [
  { id: 'playbook/', kind: 'playbook', of: '', at: 0, value: { json: JSON.stringify(value) } },
];

describe('a playbook file', () => {
  test('goes out and comes in as it was, the one that ships too', () => {
    const told = { ...plain, name: 'a "stages": {b}', version: '{"name":1,"name":2}' };
    for (const each of [plain, told, USUAL_PLAYBOOK])
      expect(readPlaybook(JSON.stringify(each))).toEqual({ playbook: each });
    for (const scorecard of SCORECARDS)
      expect(readPlaybook(JSON.stringify({ ...plain, scorecard }))).toHaveProperty('playbook');
  });

  test.each([
    ['an unknown field', { ...plain, colour: 'red' }, 'unknownField', 'colour'],
    ['one deep in it', { ...plain, stages: [{ ...plain.stages[0], milestone: [] }] }, 'unknownField', 'milestone'],
    ['a field that is missing', { ...plain, name: undefined }, 'missing', 'name'],
    ['a value of another kind', { ...plain, version: 3 }, 'value', 'version'],
    [
      'a link that is no https',
      { ...plain, content: [{ id: 'a', title: 'x', url: 'javascript:alert(1)' }] },
      'value',
      'url',
    ],
    ['markup', { ...plain, name: 'a <img src=x onerror=alert(1)>' }, 'markup', 'name'],
    ['an id twice', { ...plain, content: [plain.content[0], plain.content[0]] }, 'twice', 'content'],
    ['an id of nothing', { ...plain, content: [{ ...plain.content[0], obstacle: 'nope' }] }, 'unknownId', 'obstacle'],
  ])('with %s is refused, and says where', (_name, value, id, place) => {
    expect(problemOf(value)).toMatchObject({ id, place: expect.stringContaining(place) });
  });

  const text = JSON.stringify(plain);
  test.each([
    ['a prototype for its own', `${text.slice(0, -1)},"__proto__":{"name":"x"}}`, 'unknownField', '__proto__'],
    ['a field that every object has', `${text.slice(0, -1)},"constructor":1}`, 'unknownField', 'constructor'],
    ['one of them deep in it', text.replace('"roles":', '"toString":[],"roles":'), 'unknownField', 'toString'],
    ['an id that every object has', text.replaceAll('"m1"', '"constructor"'), 'value', 'id'],
    ['a field twice', text.replace('"roles":', '"milestones":[{"id":"m9","text":"Lost"}],"roles":'), 'fieldTwice', ''],
    ['a field twice, written otherwise', text.replace('"name":', '"n\\u0061me":"Theirs","name":'), 'fieldTwice', ''],
    ['a form of a later version', text.replace('"pipelensPlaybook":1', '"pipelensPlaybook":2,"views":[]'), 'later', ''],
    ['no end of depth', `{"pipelensPlaybook":1,"stages":${'['.repeat(90_000)}${']'.repeat(90_000)}}`, 'tooDeep', ''],
    ['ten thousand roles', text.replace(/"roles":\[/, `"roles":[${'"x",'.repeat(10_000)}`), 'tooMany', ''],
  ])('with %s is refused, and says where', (_name, json, id, place) => {
    expect(problemOf(json)).toMatchObject({ id, place: expect.stringContaining(place) });
  });
  test('with the mark of its coding before it is read', () => {
    expect(readPlaybook(`\uFEFF${text}`)).toHaveProperty('playbook');
  });

  test('whose milestones wait for each other in a circle is refused with the circle', () => {
    const milestones = ['a', 'b', 'c'].map((id, index, all) => ({ id, text: id, after: [all[(index + 1) % 3]] }));
    expect(problemOf({ ...plain, content: [], stages: [{ stage: 'Three', milestones }] })).toEqual({
      id: 'cycle',
      place: 'milestones',
      text: 'a → b → c → a',
    });
  });

  test('of ten thousand items is refused at once', () => {
    const milestones = Array.from({ length: 10_000 }, (_, index) => ({ id: `m${index}`, text: 'x' }));
    const before = performance.now();
    expect(problemOf({ ...plain, stages: [{ milestones }] })?.id).toBe('tooMany');
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('that is a page, or breaks off, is no JSON in words of its own', () => {
    expect(problemOf('<!doctype html><html></html>')?.id).toBe('markup');
    expect(problemOf('{"pipelensPlaybook": 1,')?.id).toBe('notJson');
  });

  test('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readPlaybook(JSON.stringify(value))).toHaveProperty('problem');
      }),
    );
  });

  test('says what it changes: what is new, what is gone, what is otherwise', () => {
    const read = readPlaybook(JSON.stringify(plain));
    if ('problem' in read) throw new Error('It is none.');
    const { playbook } = read;
    expect(playbookDiff(playbook, playbook)).toEqual([]);
    const [first] = playbook.stages;
    const next = {
      ...playbook,
      stages: [{ ...first, milestones: [{ id: 'm1', text: 'Pain in euros' }], obstacles: first?.obstacles ?? [] }],
      content: [...(playbook.content ?? []), { id: 'c9', title: 'New', url: 'https://example.com/9' }],
    };
    expect(playbookDiff(playbook, next)).toEqual([
      { kind: 'changed', place: 'milestone m1', text: 'Pain in euros' },
      { kind: 'added', place: 'content c9', text: 'New' },
      { kind: 'removed', place: 'milestone m2', text: 'Legal done' },
    ]);
  });
});

test('a change in one of two parts about the same stage is a change', () => {
  const part = (roles: string[]) => ({ stage: 'Three', roles });
  const of = (...stages: ReturnType<typeof part>[]) => {
    const read = readPlaybook(JSON.stringify({ ...plain, content: [], stages }));
    if ('problem' in read) throw new Error('It is none.');
    return read.playbook;
  };
  const before = of(part(['Champion']), part(['Evaluator']));
  expect(playbookDiff(before, of(part(['Sponsor']), part(['Evaluator'])))).toEqual([
    { kind: 'changed', place: 'stage Three', text: 'Three' },
  ]);
});

test('a name, a version and a method alone are changes too', () => {
  const read = readPlaybook(JSON.stringify({ ...plain, scorecard: SCORECARDS[3] }));
  if ('problem' in read) throw new Error('It is none.');
  const { playbook } = read;
  const { scorecard } = playbook;
  if (!scorecard) throw new Error('No scorecard.');
  expect(playbookDiff(playbook, { ...playbook, version: '4', scorecard: { ...scorecard, name: 'Ours' } })).toEqual([
    { kind: 'changed', place: 'playbook', text: 'Ours 4' },
    { kind: 'changed', place: 'scorecard', text: 'Ours' },
  ]);
});

test('the one that ships says the same in Polish: other words for every item, the same ids, and a file that is read', () => {
  expect(readPlaybook(JSON.stringify(USUAL_PLAYBOOK_PL))).toHaveProperty('playbook');
  const changes = playbookDiff(USUAL_PLAYBOOK, USUAL_PLAYBOOK_PL);
  expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['changed']));
  const items = USUAL_PLAYBOOK.stages.flatMap(({ milestones = [], obstacles = [] }) => [...milestones, ...obstacles]);
  expect(changes).toHaveLength(items.length + (USUAL_PLAYBOOK.scorecard?.elements.length ?? 0));
});

describe('what the playbook says of a deal', () => {
  const withOwn = (change: Parameters<typeof deal>[0] = {}, more: Jotting[] = []) =>
    recordView(factsOf([deal(change)]), '006A', { reminders: [], jottings: [...own(plain), ...more] })?.playbook;

  test('counts the plan back from the close date, and leaves out what is reached', () => {
    expect(withOwn()?.plan).toEqual([
      { id: 'm1', text: 'Pain agreed', by: '2026-11-20', isLate: true },
      { id: 'm2', text: 'Legal done', by: '2026-12-10', isLate: false },
    ]);
    const steps: Jotting = {
      id: 'steps/006A',
      kind: 'steps',
      of: '006A',
      at: 0,
      value: { milestones: { m1: { at: 5, evidence: 'Mail of 3 March' } }, obstacles: {}, sent: [], scores: {} },
    };
    const after = withOwn({}, [steps]);
    expect(after?.plan.map(({ id }) => id)).toEqual(['m2']);
    expect(after?.milestones[0]).toMatchObject({ reachedAt: 5, evidence: 'Mail of 3 March' });
  });

  test('names the roles that nobody holds', () => {
    expect(withOwn()?.roles).toEqual([
      { role: 'Champion', isFilled: false },
      { role: 'Economic buyer', isFilled: true },
    ]);
  });

  test('suggests at most three things to send, what is against an open obstacle first, and nothing of another stage', () => {
    const ids = withOwn({ contactRoles: [person('c2', 'Evaluator')] })?.content.map(({ id }) => id);
    expect(ids).toEqual(['c1', 'c2', 'c4']);
    expect(withOwn()?.content.map(({ id }) => id)).toEqual(['c2', 'c4', 'c5']);
  });

  test('suggests of things for one stage those of the deal’s own, before what is for any, and names a stage that is not there', () => {
    const [first = { id: '', title: '', url: '' }] = plain.content;
    const { obstacle: _none, ...link } = { obstacle: '', ...first };
    const content = [...plain.content, { ...link, id: 'c6', stage: 'Three' }, { ...link, id: 'c7', stage: 'Two' }];
    const of = (more: object[]) =>
      recordView(factsOf([deal()]), '006A', {
        reminders: [],
        jottings: own({ ...plain, content: [...content, ...more] }),
      })?.playbook;
    expect(of([])?.content.map(({ id }) => id)).toEqual(['c6', 'c2', 'c4']);
    expect(of([])?.unknownStages).toEqual([]);
    expect(of([{ ...link, id: 'c8', stage: 'Three (old)' }])?.unknownStages).toEqual(['Three (old)']);
  });

  test('names the stages that the CRM does not have, and stands for a stage that was switched off', () => {
    const [first] = plain.stages;
    const renamed = { ...plain, stages: [{ ...first, stage: 'Three (old)' }, ...USUAL_PLAYBOOK.stages.slice(0, 1)] };
    const seen = (facts: ReturnType<typeof factsOf>) =>
      recordView(facts, '006A', { reminders: [], jottings: own(renamed) })?.playbook;
    const facts = factsOf([deal()]);
    expect(seen(facts)?.unknownStages).toEqual(['Three (old)']);
    const three = facts.stages.get('Three');
    if (!three) throw new Error('No stage.');
    const stages = new Map([...facts.stages, ['Three', { ...three, isActive: false }] as const]);
    expect(seen({ ...facts, stages })?.name).toBe('Ours');
    expect(withOwn()?.unknownStages).toEqual([]);
  });

  test('is nothing for a deal that is closed', () => {
    const closed = deal({ opportunity: opportunity({ stage: 'Won', isClosed: true, isWon: true }) });
    expect(playbookView(factsOf([closed]), closed, [], { jottings: [] })).toBeUndefined();
  });
});

describe('how often deals are lost while an obstacle is open', () => {
  /** Closed deals: of `open` without anybody who decides `lost` are lost, and of as many with somebody a fifth. */
  const ended = (open: number, lost: number) =>
    Array.from({ length: open * 2 }, (_, index) => {
      const isOpen = index < open;
      const isLost = isOpen ? index < lost : index % 5 === 0;
      const id = `x${index}`;
      const stage = isLost ? 'Lost' : 'Won';
      return deal({
        opportunity: opportunity({ id, name: id, stage, isClosed: true, isWon: !isLost, createdAt: ago(100) }),
        versions: [
          version({ id: `${id}a`, opportunityId: id, from: ago(100) }),
          version({ id: `${id}b`, opportunityId: id, from: ago(30), stage }),
        ],
        contactRoles: isOpen ? [person('e', 'Evaluator')] : [person('e', 'Decision Maker')],
      });
    });
  const obstacle = { id: 'o1', text: 'No decider', when: 'noDecisionMaker' } as const;

  test('is the share of those that ended with it, and its interval holds the planted rate', () => {
    const found = obstacleLoss(factsOf(ended(34, 24)), obstacle, []);
    expect(found).toMatchObject({ n: 34, lost: 24, rate: 24 / 34 });
    // By the tables: 24 of 34 is between .538 and .832 (Wilson, 95 %).
    expect(found?.low).toBeCloseTo(0.538, 2);
    expect(found?.high).toBeCloseTo(0.832, 2);
    expect(found && found.low < 0.71 && 0.71 < found.high).toBe(true);
  });

  test('goes by what the person marked before what the rows show', () => {
    const jottings: Jotting[] = Array.from({ length: 24 }, (_, index) => ({
      id: `steps/x${index}`,
      kind: 'steps',
      of: `x${index}`,
      at: 0,
      value: { milestones: {}, obstacles: { o1: { state: 'mitigated', at: 0 } }, sent: [], scores: {} },
    }));
    expect(obstacleLoss(factsOf(ended(34, 24)), obstacle, jottings)).toMatchObject({ n: 10, lost: 0, rate: 0, low: 0 });
  });

  test('is not said of fewer than five deals', () => {
    expect(obstacleLoss(factsOf(ended(4, 4)), obstacle, [])).toBeUndefined();
  });
});
