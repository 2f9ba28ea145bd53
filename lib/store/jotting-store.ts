import type { JottingPut } from '@/lib/deal/own/jotting';
import type { AdviceAnswer } from '@/lib/deal/own/rule-advice';

import { getBackend } from './backend';
import { askRecord } from './panel';

/** Keeps what a person wrote beside the CRM, on this computer alone. */
export async function keepJotting(put: JottingPut): Promise<void> {
  await getBackend().send('jotting/put', put);
  await askRecord();
}

export async function answerAdvice(rule: string, recordId: string, answer: AdviceAnswer): Promise<void> {
  await getBackend().send('advice/answer', { rule, recordId, answer });
  await askRecord();
}

export async function muteAdvice(rule: string, isMuted: boolean): Promise<void> {
  await getBackend().send('advice/mute', { rule, isMuted });
  await askRecord();
}

/** Says that the person looks at a deal, and at what these rules advise; resolves to since when its changes are news to them, ms. */
export const lookAt = async (recordId: string, rules: string[], standing: string[]): Promise<number | undefined> =>
  (await getBackend().send('record/look', { recordId, rules, standing })).since;
