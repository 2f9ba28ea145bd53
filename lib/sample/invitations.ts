import { makeId } from './made-ids';
import type { Odd } from './odd';
import type { OrgTables, Row, Value } from './org-tables';
import { type Random, seeded } from './seeded';

const HOUR = 3_600_000;
/** Hours until somebody answers an e-mail, half of the time; and the longest that an answer is waited for. */
const REPLY_HOURS = 20;
const MOST_REPLY_HOURS = 120;

/**
 * Who is invited to meetings, and which tasks are e-mails with what came back: on some deals one person of the buying team is never asked
 * and never answers. A stream of its own, so that everything else of a seed stays as it is.
 */
export const invitations: Odd = {
  alter(tables) {
    const random = seeded(0x1a71e5);
    const teams = Map.groupBy(tables.OpportunityContactRole, (role) => String(role['OpportunityId']));
    const latest = [...tables.Task, ...tables.Event].reduce(
      (last, row) => Math.max(last, Date.parse(String(row['SystemModstamp']))),
      0,
    );
    for (const deal of tables.Opportunity) {
      const people = (teams.get(deal.Id) ?? []).map((role) => String(role['ContactId']));
      const silent = people.length > 2 && random.chance(0.35) ? random.pick(people) : undefined;
      teams.set(
        deal.Id,
        (teams.get(deal.Id) ?? []).filter((role) => role['ContactId'] !== silent),
      );
    }
    const asked = (dealId: Value | undefined): string[] =>
      (teams.get(String(dealId)) ?? []).map((role) => String(role['ContactId']));
    for (const event of tables.Event) invite(random, tables, event, asked(event['WhatId']), latest);
    const deals = new Map(tables.Opportunity.map((deal) => [deal.Id, deal]));
    for (const task of tables.Task) {
      const deal = deals.get(String(task['WhatId']));
      if (deal) mail(random, tables, { task, deal, people: asked(deal.Id), latest });
    }
  },
};

/** Everybody asked is in the CRM's list of the meeting; who comes to one ahead has often not said so yet. */
function invite(random: Random, tables: OrgTables['tables'], event: Row, people: readonly string[], now: number): void {
  const isAhead = Date.parse(String(event['StartDateTime'])) > now;
  const main = event['WhoId'];
  for (const contactId of people) {
    const [isInvited, isDeclined, isSilent] = [
      random.chance(0.55),
      random.chance(0.1),
      random.chance(isAhead ? 0.5 : 0.15),
    ];
    if (contactId !== main && !isInvited) continue;
    tables.EventRelation.push({
      Id: makeId('0RE', tables.EventRelation.length + 1),
      EventId: event.Id,
      RelationId: contactId,
      Status: contactId !== main && isDeclined ? 'Declined' : isSilent ? 'New' : 'Accepted',
      IsInvitee: true,
      SystemModstamp: event['SystemModstamp'] ?? null,
      IsDeleted: false,
    });
  }
}

interface Mailing {
  task: Row;
  deal: Row;
  people: readonly string[];
  latest: number;
}

/** A task that is called an e-mail is one that went out; of half of them something comes back, before the deal ends. */
function mail(random: Random, tables: OrgTables['tables'], { task, deal, people, latest }: Mailing): void {
  const [isAnswered, waits] = [random.chance(0.5), random.logNormal(REPLY_HOURS, 0.8)];
  const subject = String(task['Subject']);
  const at = Date.parse(String(task['CompletedDateTime']));
  if (!subject.startsWith('E-mail') || Number.isNaN(at)) return;
  task['TaskSubtype'] = 'Email';
  const put = (when: number, isIncoming: boolean, activityId: string | null): void => {
    tables.EmailMessage.push({
      Id: makeId('02s', tables.EmailMessage.length + 1),
      RelatedToId: deal.Id,
      ActivityId: activityId,
      Incoming: isIncoming,
      Status: isIncoming ? '1' : '3',
      Subject: isIncoming ? `Re: ${subject}` : subject,
      MessageDate: new Date(when).toISOString(),
      SystemModstamp: new Date(when).toISOString(),
      IsDeleted: false,
    });
  };
  put(at, false, task.Id);
  const back = at + Math.min(MOST_REPLY_HOURS, waits) * HOUR;
  const on = new Date(back).toISOString().slice(0, 10);
  const isOver = deal['IsClosed'] === true && on > String(deal['CloseDate']);
  if (!isAnswered || back > latest || isOver || !people.includes(String(task['WhoId']))) return;
  put(back, true, null);
  // As the CRM does: a reply is an activity.
  if (on > String(deal['LastActivityDate'] ?? '')) deal['LastActivityDate'] = on;
}
