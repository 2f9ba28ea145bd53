import { describe, expect, test } from 'vitest';

import { apiHost } from '@/lib/crm/salesforce/api-host';
import { apiMatches, pageMatches } from '@/lib/crm/salesforce/hosts';
import { placeOf } from '@/lib/crm/salesforce/page/place';
import { recordId } from '@/lib/crm/salesforce/record-ids';

/** Where Pipelens is at home: every form of address that Salesforce has, with what stands there. */
const id = '0065g00000ABCdeAAH';
const other = '0065g00000XYZzzAAB';
const account = '0015g00000ABCdeAAH';
const task = '00T5g00000ABCdeAAH';
const inPath = (path: string): string => encodeURIComponent(path);
const deal = `/lightning/r/Opportunity/${id}`;
const listPath = '/lightning/o/Opportunity/list?filterName=00B5g00000ABCdeEAF';

const ADDRESSES: [what: string, address: string, place: string, recordId?: string][] = [
  ['a deal', `${deal}/view`, 'record', id],
  ['a deal, in edit mode', `${deal}/edit`, 'record', id],
  ['a deal without its object’s name', `/lightning/r/${id}/view`, 'record', id],
  ['a deal by 15 characters', `/lightning/r/Opportunity/${id.slice(0, 15)}/view`, 'record', id.slice(0, 15)],
  ['a deal from a list', `${deal}/view?channel=LIST_VIEW&0.source=alohaHeader`, 'record', id],
  ['a related list of a deal', `${deal}/related/OpportunityLineItems/view`, 'aside', id],
  ['a related list without the object’s name', `/lightning/r/${id}/related/OpenActivities/view`, 'aside', id],
  ['a related list of one’s own', `${deal}/related/Milestones__r/view?ws=${inPath(`${deal}/view`)}`, 'aside', id],
  ['a deal without a page of its own, at a place in it', `${deal}#details`, 'record', id],
  ['a copy that is made of a deal', `${deal}/clone?count=1&nooverride=1`, 'aside', id],
  [
    'a deal in an app that its address names',
    `/lightning/app/standard__LightningSales/r/Opportunity/${id}/view`,
    'record',
    id,
  ],
  ['a deal whose object is not named by the old form', `/lightning/r/sObject/${id}/view`, 'record', id],
  [
    'all activities of a deal',
    `/lightning/cmp/runtime_sales_activities__activityViewAll?backgroundContext=${inPath(`${deal}/view`)}`,
    'aside',
    id,
  ],
  ['a new task over a deal', `/lightning/o/Task/new?count=1&backgroundContext=${inPath(`${deal}/view`)}`, 'aside', id],
  ['a new event over a deal', `/lightning/o/Event/new?backgroundContext=${inPath(`${deal}/view`)}`, 'aside', id],
  [
    'a new contact role over a related list',
    `/lightning/o/OpportunityContactRole/new?backgroundContext=${inPath(`${deal}/related/OpportunityContactRoles/view`)}`,
    'aside',
    id,
  ],
  [
    'a quick action of a deal',
    `/lightning/action/quick/Opportunity.Discount?context=RECORD_DETAIL&recordId=${id}&backgroundContext=${inPath(`${deal}/view`)}`,
    'aside',
    id,
  ],
  ['a quick action by the record alone', `/lightning/action/quick/Opportunity.Discount?recordId=${id}`, 'aside', id],
  ['a quick action of an account', `/lightning/action/quick/Account.Plan?recordId=${account}`, 'other'],
  ['a console’s subtab of its deal', `/lightning/r/Task/${task}/view?ws=${inPath(`${deal}/view`)}`, 'aside', id],
  [
    'a console’s subtab that is a deal',
    `/lightning/r/Opportunity/${other}/view?ws=${inPath(`${deal}/view`)}`,
    'record',
    other,
  ],
  [
    'a console’s subtab of an account',
    `/lightning/r/Task/${task}/view?ws=${inPath(`/lightning/r/Account/${account}/view`)}`,
    'other',
  ],
  ['an old bookmark', `/one/one.app#/sObject/${id}/view`, 'record', id],
  ['an old bookmark of an account', `/one/one.app#/sObject/${account}/view`, 'other'],
  ['an old bookmark in code', '/one/one.app#eyJjb21wb25lbnREZWYiOiJvbmU6YWxvaGFQYWdlIn0%3D', 'other'],
  ['a deal with a stroke at its end', `${deal}/`, 'record', id],
  ['a deal’s view with a stroke at its end', `${deal}/view/`, 'record', id],
  ['a deal that a link takes past the org’s own page', `/lightning/r/${id}/view?nooverride=1`, 'record', id],
  ['a deal whose object’s name was made small', `/lightning/r/opportunity/${id}/view`, 'record', id],
  ['a deal whose object’s name was made small, in an app', `/lightning/app/06m/r/opportunity/${id}/edit`, 'record', id],
  [
    'a related list whose object’s name was made small',
    `/lightning/r/opportunity/${id}/related/Quotes/view`,
    'aside',
    id,
  ],
  [
    'all of a dynamic related list of a deal',
    `/lightning/cmp/force__dynamicRelatedListViewAll?force__flexipageId=Deal&force__cmpId=lst_dynamicRelatedList&force__recordId=${id}`,
    'aside',
    id,
  ],
  [
    'all of a dynamic related list of an account',
    `/lightning/cmp/force__dynamicRelatedListViewAll?force__recordId=${account}&ws=${inPath(`/lightning/r/Account/${account}/view`)}`,
    'other',
  ],
  ['a component of the org’s own about a deal', `/lightning/cmp/c__planner?c__recordId=${id}`, 'aside', id],
  ['a flow about a deal', `/lightning/flow/Discount?recordId=${id.slice(0, 15)}`, 'aside', id.slice(0, 15)],
  ['a new record whose fields name a deal', `/lightning/o/Invoice__c/new?defaultFieldValues=Deal__c=${id}`, 'other'],
  ['a search for a deal’s number', `/lightning/o/Account/list?filterName=Recent&term=a${id}`, 'other'],
  ['a list whose object’s name was made small', '/lightning/o/opportunity/list?filterName=Recent', 'list'],
  ['a list with a stroke at its end', '/lightning/o/Opportunity/list/?filterName=Recent', 'list'],
  ['Setup with capitals', '/lightning/Setup/SetupOneHome/home', 'away'],
  ['the report builder by a small name', '/lightning/r/report/00O5g00000ABCdeEAE/edit', 'away'],
  ['the console’s home', '/lightning/app/standard__SalesConsole', 'other'],
  ['an old bookmark with a source', `/one/one.app?source=alohaHeader#/sObject/${id}/view`, 'record', id],
  ['printing a list', '/lightning/o/Opportunity/list?filterName=Recent&isdtp=p1', 'list'],
  ['a list by id', listPath, 'list'],
  ['a list by name', '/lightning/o/Opportunity/list?filterName=AllOpportunities', 'list'],
  ['recent deals', '/lightning/o/Opportunity/list?filterName=__Recent', 'list'],
  ['the object’s home', '/lightning/o/Opportunity/home', 'list'],
  ['a board', '/lightning/o/Opportunity/list?filterName=MyOpportunities&viewMode=kanban', 'list'],
  ['the pipeline inspection', '/lightning/o/Opportunity/pipelineInspection?filterName=00B5g00000ABCdeEAF', 'list'],
  ['an account’s deals', `/lightning/r/Account/${account}/related/Opportunities/view`, 'list'],
  ['a new deal over a list', `/lightning/o/Opportunity/new?backgroundContext=${inPath(listPath)}`, 'list'],
  ['a new deal', '/lightning/o/Opportunity/new?count=1', 'other'],
  ['the home page', '/lightning/page/home', 'other'],
  ['a record of another object', `/lightning/r/Account/${account}/view`, 'other'],
  ['an object whose name is as long as an id', '/lightning/r/OpportunityTeamMember/view', 'other'],
  ['another object’s list', '/lightning/o/Account/list?filterName=Recent', 'other'],
  ['a report', '/lightning/r/Report/00O5g00000ABCdeEAE/view', 'other'],
  ['a page of the org’s own', '/lightning/n/Team_Plan', 'other'],
  ['Setup', '/lightning/setup/SetupOneHome/home', 'away'],
  ['the field list in Setup', '/lightning/setup/ObjectManager/Opportunity/FieldsAndRelationships/view', 'away'],
  ['Flow Builder', '/builder_platform_interaction/flowBuilder.app?flowId=3015g000000ABCdAAE', 'away'],
  ['App Builder', '/visualEditor/appBuilder.app?pageId=0M05g000000ABCdCAE', 'away'],
  ['the report builder', '/lightning/r/Report/00O5g00000ABCdeEAE/edit', 'away'],
  ['the dashboard builder', '/lightning/r/Dashboard/01Z5g000000ABCdEAE/edit', 'away'],
  ['a deal in Classic', `/${id}`, 'away'],
  ['a deal in Classic, in edit mode', `/${id.slice(0, 15)}/e?retURL=%2F${id}`, 'away'],
  ['a Visualforce page', `/apex/Quote?id=${id}`, 'away'],
  ['a sign-in page', '/?ec=302&startURL=%2Flightning%2Fpage%2Fhome', 'away'],
];

test.each(ADDRESSES)('%s: %s', (_what, address, place, recordId_) => {
  const found = placeOf(new URL(address, 'https://acme.lightning.force.com'));
  expect(found.kind === 'record' && found.isAside ? 'aside' : found.kind).toBe(place);
  expect(found.kind === 'record' ? found.recordId : undefined).toBe(recordId_);
});

/** Chromium's own rule for a pattern with a wildcard host, spelt out: any host below the named one. */
const isMatched = (host: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => host.toLowerCase().endsWith(pattern.replace('https://*', '').replace(/\/\*$/, '')));

const HOSTS: [what: string, host: string, api: string | undefined][] = [
  ['production', 'acme.lightning.force.com', 'acme.my.salesforce.com'],
  ['a sandbox', 'acme--qa.sandbox.lightning.force.com', 'acme--qa.sandbox.my.salesforce.com'],
  ['a developer edition', 'acme-dev-ed.develop.lightning.force.com', 'acme-dev-ed.develop.my.salesforce.com'],
  ['a scratch org', 'acme-9817.scratch.lightning.force.com', 'acme-9817.scratch.my.salesforce.com'],
  ['a Trailhead playground', 'acme.trailblaze.lightning.force.com', 'acme.trailblaze.my.salesforce.com'],
  ['a demo org', 'acme.demo.lightning.force.com', 'acme.demo.my.salesforce.com'],
  ['the government cloud', 'acme.lightning.crmforce.mil', 'acme.my.salesforce.mil'],
  [
    'a sandbox of the government cloud',
    'acme--qa.sandbox.lightning.crmforce.mil',
    'acme--qa.sandbox.my.salesforce.mil',
  ],
  [
    'a sandbox whose name has a stroke',
    'acme-eu--dev-2.sandbox.lightning.force.com',
    'acme-eu--dev-2.sandbox.my.salesforce.com',
  ],
  ['a sandbox in China', 'acme--qa.sandbox.lightning.sfcrmapps.cn', 'acme--qa.sandbox.my.sfcrmproducts.cn'],
  ['China', 'acme.lightning.sfcrmapps.cn', 'acme.my.sfcrmproducts.cn'],
  ['capital letters', 'ACME.lightning.force.com', 'acme.my.salesforce.com'],
];
test.each(HOSTS)('%s is ours, page and API: %s', (_what, host, api) => {
  expect(apiHost(host)).toBe(api);
  expect(isMatched(host, pageMatches)).toBe(true);
  expect(isMatched(api ?? '', apiMatches)).toBe(true);
});

test.each([
  ['Defender’s session proxy: its session cannot be read, so it is not supported', 'acme.lightning.force.com.mcas.ms'],
  ['Setup’s own host', 'acme.my.salesforce-setup.com'],
  ['a Visualforce host', 'acme--c.vf.force.com'],
  ['the sign-in page', 'login.salesforce.com'],
  ['the help', 'help.salesforce.com'],
  ['a My Domain host', 'acme.my.salesforce.com'],
  ['a site of Experience Cloud', 'acme.my.site.com'],
  ['a site of the public', 'acme.my.salesforce-sites.com'],
  ['the builder of a site', 'acme.builder.salesforce-experience.com'],
  ['Setup’s own host of a sandbox', 'acme--qa.sandbox.my.salesforce-setup.com'],
  ['a file’s host', 'acme.file.force.com'],
  ['a content host', 'acme--c.documentforce.com'],
  ['a host of web chats', 'acme.my.salesforce-scrt.com'],
  ['a Visualforce host of the government cloud', 'acme--c.vf.crmforce.mil'],
  ['a host that ends like the family', 'evil-lightning.force.com'],
  ['a host that only looks like one', 'acme.lightning.force.com.evil.example'],
])('%s gets no script: %s', (_what, host) => expect(isMatched(host, pageMatches)).toBe(false));

test.each([
  'acme.lightning.force.com.mcas.ms',
  'acme.my.salesforce.com.mcas.ms',
  'acme.lightning.force.com.evil.example',
  'login.salesforce.com',
  'help.salesforce.com',
  'acme--c.vf.force.com',
])('%s has no API host', (host) => expect(apiHost(host)).toBeUndefined());

describe('an id whose case was lost on its way, as in a link that a mail program made small', () => {
  test.each(['001B000000UnQ2wIAF', '0032o00003WauzJAAR', '750R0000000zxr8IAA', '012000000000000AAA', id])(
    '%s',
    (each) => {
      expect(recordId(each.toLowerCase())).toBe(each);
      expect(recordId(each.toUpperCase())).toBe(each);
    },
  );
  test('is none where its last three letters do not fit it', () => {
    expect(recordId('0065g00000abcdezzz')).toBeUndefined();
    expect(recordId('0065G00000ABCDEAA8')).toBeUndefined();
  });
});
