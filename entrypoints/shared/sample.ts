import { browser } from 'wxt/browser';

import { SAMPLE_ORG } from '@/lib/deal/connection-state';
import { publishRevision } from '@/lib/messaging';
import { copyWrittenTo } from '@/lib/storage/written';
import { useSample } from '@/lib/store/sample-store';

import { openPage } from './open-page';

/** What makes it is loaded when it is asked for. */
const trial = () => import('@/lib/trial/trial');

/** Makes the sample where there is none of today. */
export async function makeSample(): Promise<void> {
  const { hasTrial, beginTrial, renewTrial } = await trial();
  const isThere = await hasTrial();
  if (!isThere) await beginTrial(Date.now());
  if (!isThere || (await renewTrial(Date.now()))) await publishRevision(Date.now());
}

const pageUrl = (): string => browser.runtime.getURL('/sample.html');

/** Makes it and shows it: in this tab where it is one of ours that has served, else in a tab of its own. */
export async function showSample(): Promise<void> {
  await makeSample();
  const own = await browser.tabs.getCurrent().catch(() => undefined);
  if (own) location.assign(pageUrl());
  else await openPage(pageUrl());
}

async function renewSample(): Promise<void> {
  const { renewTrial } = await trial();
  if (await renewTrial(Date.now())) await publishRevision(Date.now());
}

async function endSample(): Promise<void> {
  // The second copy of what was written in it goes too.
  copyWrittenTo(browser.storage.local);
  const { endTrial } = await trial();
  await endTrial();
  const { local } = browser.storage;
  // Where a person was in it, and what they were taken for there.
  await local.remove(Object.keys(await local.get(null)).filter((key) => key.includes(`:${SAMPLE_ORG}-`)));
  await publishRevision(Date.now());
  // Nothing of it stays on the screen.
  if (location.href.startsWith(pageUrl())) location.assign(browser.runtime.getURL('/welcome.html'));
  else {
    history.replaceState(null, '', location.pathname);
    location.reload();
  }
}

/** Gives a page of ours the sample org to offer. */
export const offerSample = (): void =>
  useSample.setState({ deeds: { begin: showSample, renew: renewSample, end: endSample } });
