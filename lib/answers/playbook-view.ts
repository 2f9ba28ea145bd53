import { addDays, type Day } from '@/lib/calendar/days';
import type { Edit } from '@/lib/deal/edits/edit';
import type { Deal } from '@/lib/deal/org';
import type { DealSteps } from '@/lib/deal/own/deal-steps';
import { jotted, type Jotting } from '@/lib/deal/own/jotting';
import { STORED_FIELDS } from '@/lib/deal/playbook/mapped-fields';
import { type Playbook, type PlaybookProblem, readPlaybook } from '@/lib/deal/playbook/playbook';
import type { SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import { USUAL_PLAYBOOK } from '@/lib/deal/playbook/usual-playbook';
import type { TeamMember } from '@/lib/deal/team/buying-team';
import { roleKey } from '@/lib/deal/team/cadence';
import type { Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';
import { isObstacleOpen, type LossRate, obstacleLoss } from '@/lib/process/obstacle-loss';

type Phase = 'early' | 'middle' | 'late';

/** What the playbook says of a deal in its stage. */
export interface PlaybookView {
  name: string;
  version: string;
  /** Stages that it names and the CRM does not have: they were renamed, or it is another org's. */
  unknownStages: string[];
  /** The text of its file, and whose it is. */
  json: string;
  from: PlaybookFrom;
  /** What keeps the organisation's from counting, so that another one stands in for it. */
  problem?: PlaybookProblem;
  /** What is known of the one that the team shares in the CRM, whether it counts or not. */
  shared?: SharedPlaybook;
  /** What the person published from here in the last 30 days, and what became of it; the newest first. */
  published: Edit[];
  /** What the person marked so far, to be written back with one thing changed. */
  steps: DealSteps;
  milestones: { id: string; text: string; reachedAt?: number; evidence?: string; by?: Day }[];
  /** Every milestone that is not reached, of any stage, counted back from the close date; the earliest first. */
  plan: { id: string; text: string; by: Day; isLate: boolean }[];
  /** Roles that the stage needs, and whether somebody holds each. */
  roles: { role: string; isFilled: boolean }[];
  obstacles: {
    id: string;
    text: string;
    state: 'open' | 'mitigated' | 'unknown';
    /** Whether the person said so; else the rows of the CRM do. */
    isSaid: boolean;
    loss?: LossRate;
  }[];
  /** At most three, the ones against an open obstacle first. */
  content: { id: string; title: string; url: string; obstacle?: string; sentAt?: number }[];
  scorecard?: {
    name: string;
    elements: {
      id: string;
      letter: string;
      title: string;
      field?: string;
      state: ScoreState;
      text?: string;
      by?: string;
    }[];
  };
}
/** The organisation's counts before the person's own, that before the one that the team shares, and that before the one that ships. */
type PlaybookFrom = 'managed' | 'own' | 'shared' | 'usual';
type ScoreState = 'empty' | 'suggested' | 'noted' | 'confirmed';

const MOST_CONTENT = 3;
const NO_STEPS: DealSteps = { milestones: {}, obstacles: {}, sent: [], scores: {} };

/** The playbook that counts. */
export function playbookOf(
  jottings: readonly Jotting[],
): { playbook: Playbook } & Pick<PlaybookView, 'from' | 'problem'> {
  const read = (of: string) => {
    const held = jotted(jottings, 'playbook', of);
    return held && readPlaybook(held.json);
  };
  const managed = read('managed');
  if (managed && 'playbook' in managed) return { ...managed, from: 'managed' };
  const refused = managed ? { problem: managed.problem } : {};
  const [own, shared] = [read(''), read('shared')];
  // Whoever published their own has the team's.
  const isSame = jotted(jottings, 'playbook', '')?.json === jotted(jottings, 'playbook', 'shared')?.json;
  if (own && 'playbook' in own && !isSame) return { ...own, from: 'own', ...refused };
  if (shared && 'playbook' in shared) return { ...shared, from: 'shared', ...refused };
  const usual = read('usual');
  return { playbook: usual && 'playbook' in usual ? usual.playbook : USUAL_PLAYBOOK, from: 'usual', ...refused };
}

/** What a content is called, also one that the playbook no longer has. */
export const contentTitle = (jottings: readonly Jotting[], id: string): string =>
  playbookOf(jottings).playbook.content?.find((each) => each.id === id)?.title ?? id;

/** Undefined for a deal that is closed, or that is in no stage of the org's ladder. */
export function playbookView(
  facts: OrgFacts,
  deal: Deal,
  team: readonly TeamMember[],
  { jottings, shared }: Pick<Own, 'jottings' | 'shared'>,
  published: readonly Edit[] = [],
): PlaybookView | undefined {
  const { opportunity } = deal;
  const phase = phaseOf(facts, opportunity.stage);
  if (opportunity.isClosed || phase === undefined) return undefined;
  const { playbook, from, problem } = playbookOf(jottings);
  const steps = jotted(jottings, 'steps', opportunity.id) ?? NO_STEPS;
  const named = playbook.stages.filter(({ stage }) => stage === opportunity.stage);
  const here = named.length > 0 ? named : playbook.stages.filter((each) => each.phase === phase);
  const dayOf = (daysBefore: number | undefined): Day | undefined =>
    opportunity.closeDate === undefined || daysBefore === undefined
      ? undefined
      : addDays(opportunity.closeDate, -daysBefore);
  const obstacles = here
    .flatMap((each) => each.obstacles ?? [])
    .map((each): PlaybookView['obstacles'][number] => {
      const isOpen = isObstacleOpen(facts, deal, each, jottings);
      const loss = obstacleLoss(facts, each, jottings);
      return {
        id: each.id,
        text: each.text,
        state: isOpen === undefined ? 'unknown' : isOpen ? 'open' : 'mitigated',
        isSaid: steps.obstacles[each.id] !== undefined,
        ...(loss ? { loss } : {}),
      };
    });
  return {
    name: playbook.name,
    version: playbook.version,
    unknownStages: [
      ...new Set(
        [...playbook.stages, ...(playbook.content ?? [])].flatMap(({ stage }) =>
          stage === undefined || facts.stages.has(stage) ? [] : stage,
        ),
      ),
    ],
    json: JSON.stringify(playbook, null, 2),
    from,
    ...(problem ? { problem } : {}),
    ...(shared ? { shared } : {}),
    published: [...published],
    steps,
    milestones: here
      .flatMap((each) => each.milestones ?? [])
      .map(({ id, text, daysBefore }) => {
        const reached = steps.milestones[id];
        const by = dayOf(daysBefore);
        return {
          id,
          text,
          ...(reached ? { reachedAt: reached.at, evidence: reached.evidence } : {}),
          ...(by === undefined ? {} : { by }),
        };
      }),
    plan: playbook.stages
      .flatMap((each) => each.milestones ?? [])
      .flatMap(({ id, text, daysBefore }) => {
        const by = dayOf(daysBefore);
        return by === undefined || steps.milestones[id] ? [] : [{ id, text, by, isLate: by < facts.today }];
      })
      .toSorted((a, b) => a.by.localeCompare(b.by)),
    roles: here
      .flatMap((each) => each.roles ?? [])
      .map((role) => ({ role, isFilled: team.some((person) => holds(person, role)) })),
    obstacles,
    content: contentFor(playbook, {
      stage: opportunity.stage,
      phase,
      team,
      steps,
      open: new Set(obstacles.flatMap(openId)),
    }),
    ...(playbook.scorecard ? { scorecard: scored(playbook.scorecard, deal, steps) } : {}),
  };
}

const openId = ({ id, state }: PlaybookView['obstacles'][number]): string[] => (state === 'open' ? [id] : []);

/** Which third of the open stages of the ladder it is. */
function phaseOf({ stages }: OrgFacts, name: string): Phase | undefined {
  const own = stages.get(name);
  if (!own || own.isClosed) return undefined;
  // One that was switched off has deals in it all the same.
  const open = [...stages.values()].filter((each) => (each.isActive || each === own) && !each.isClosed);
  const place = open.filter(({ order }) => order < own.order).length;
  return place < open.length / 3 ? 'early' : place < (open.length * 2) / 3 ? 'middle' : 'late';
}

/** A role is held by whoever has it among their roles, and that of the economic buyer by anybody who decides. */
const holds = ({ role, isDecisionMaker }: TeamMember, wanted: string): boolean =>
  roleKey(role).split(', ').includes(roleKey(wanted)) ||
  (isDecisionMaker && /economic|decision|decydent|budget/i.test(wanted));

function contentFor(
  { content = [] }: Playbook,
  {
    stage,
    phase,
    team,
    steps,
    open,
  }: { stage: string; phase: Phase; team: readonly TeamMember[]; steps: DealSteps; open: ReadonlySet<string> },
): PlaybookView['content'] {
  return content
    .flatMap((item) => {
      if (item.obstacle !== undefined && !open.has(item.obstacle)) return [];
      if (item.stage !== undefined && item.stage !== stage) return [];
      if (item.phase !== undefined && item.phase !== phase) return [];
      if (item.persona !== undefined && !team.some((person) => holds(person, item.persona ?? ''))) return [];
      const sent = steps.sent.findLast((each) => each.content === item.id);
      const fit =
        (item.obstacle === undefined ? 0 : 4) +
        (item.persona === undefined ? 0 : 2) +
        ((item.stage ?? item.phase) ? 1 : 0);
      return [{ item, sent, fit: sent ? fit - 8 : fit }];
    })
    .toSorted((a, b) => b.fit - a.fit)
    .slice(0, MOST_CONTENT)
    .map(({ item: { id, title, url, obstacle }, sent }) => ({
      id,
      title,
      url,
      ...(obstacle === undefined ? {} : { obstacle }),
      ...(sent ? { sentAt: sent.at } : {}),
    }));
}

/** What a field holds is suggested until the person says something. */
function scored(
  { name, elements }: NonNullable<Playbook['scorecard']>,
  { opportunity }: Deal,
  { scores }: DealSteps,
): NonNullable<PlaybookView['scorecard']> {
  return {
    name,
    elements: elements.map(({ id, letter, title, field }) => {
      const said = scores[id];
      const own = STORED_FIELDS.find((each) => each === field);
      const held = own === undefined ? undefined : opportunity[own];
      const base = { id, letter, title, ...(field === undefined ? {} : { field }) };
      if (said && said.state !== 'empty') return { ...base, ...said };
      return held === undefined
        ? { ...base, state: 'empty' as const }
        : { ...base, state: 'suggested' as const, text: String(held) };
    }),
  };
}
