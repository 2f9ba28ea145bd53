import * as v from 'valibot';

import type { Session } from '@/lib/crm/crm';
import { crmAnswerOf } from '@/lib/crm/refusal';
import { isCurrencyCode } from '@/lib/deal/money';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';

import type { Http } from '../calls/http';
import { askRows, type ApiRow, type RowQuery, text } from '../rows';

/** One amount as Salesforce writes it, for whom it writes it. */
export const SHOWN_AMOUNT: RowQuery = {
  fields: ['Id', 'FORMAT(Amount) shown'],
  object: 'Opportunity',
  condition: 'Amount > 0',
  isOne: true,
};
const ANY_AMOUNT: RowQuery = { ...SHOWN_AMOUNT, fields: ['Id'] };

const record = v.object({ fields: v.object({ Amount: v.looseObject({ displayValue: v.nullish(v.string()) }) }) });

/**
 * The currency of an org that has only one. No field of such an org tells it. It shows in a formatted amount, where the sign stands for
 * one currency alone, and else in the user's session (Salesforce: getUserInfo, orgDefaultCurrencyIsoCode). A sign such as $ stands for
 * many: it is taken for none of them.
 */
export async function singleCurrency(
  { session, http, version }: { session: Session; http: Http; version: string },
  shown: readonly ApiRow[] | undefined,
): Promise<{ currency: string; later?: string }> {
  const written = currencyIn(text(shown?.[0]?.['shown']));
  if (written !== undefined) return { currency: written };
  const info = await crmAnswerOf(http.soap(`/services/Soap/u/${version}`, userInfoEnvelope(session.token)));
  const named = info.is === 'told' ? /<orgDefaultCurrencyIsoCode>([A-Z]{3})</.exec(info.value)?.[1] : undefined;
  if (named !== undefined) return { currency: named };
  const displayed = await displayedAmount(http, version, shown);
  const read = currencyIn(displayed.text);
  if (read !== undefined) return { currency: read };
  const later = info.is === 'later' ? info.detail : displayed.later;
  return { currency: UNKNOWN_CURRENCY, ...(later === undefined ? {} : { later }) };
}

/** The same amount as a record's page shows it. */
async function displayedAmount(
  http: Http,
  version: string,
  shown: readonly ApiRow[] | undefined,
): Promise<{ text?: string | undefined; later?: string }> {
  const [any] = shown ? [{ is: 'told' as const, value: shown }] : await askRows(http, version, [ANY_AMOUNT]);
  if (any?.is !== 'told') return any?.is === 'later' ? { later: any.detail } : {};
  const id = text(any.value[0]?.['Id']);
  if (id === undefined) return {};
  const path = `/services/data/v${version}/ui-api/records/${id}?fields=Opportunity.Amount`;
  const answer = await crmAnswerOf(http.call('GET', path));
  if (answer.is !== 'told') return answer.is === 'later' ? { later: answer.detail } : {};
  const told = v.safeParse(record, answer.value.body);
  return told.success ? { text: told.output.fields.Amount.displayValue ?? undefined } : {};
}

const userInfoEnvelope = (token: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com"><soapenv:Header><urn:SessionHeader><urn:sessionId>${escaped(token)}</urn:sessionId></urn:SessionHeader></soapenv:Header><soapenv:Body><urn:getUserInfo/></soapenv:Body></soapenv:Envelope>`;
const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The currency that an amount is written in: by its code, or by a sign that stands for one currency alone. */
export function currencyIn(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const [code] = /(?<![A-Z])[A-Z]{3}(?![A-Z])/.exec(written) ?? [];
  if (code !== undefined && isCurrencyCode(code)) return code;
  const sign = written.replace(/[\p{Nd}\p{Zs}\p{Cf}\p{Pd}.,'’()٫٬−+]/gu, '');
  const meant = signs().get(sign);
  return meant?.size === 1 ? [...meant][0] : undefined;
}

let known: Map<string, Set<string>> | undefined;
/** Every currency that a sign is used for, in the words of the browser's own locale data. */
function signs(): Map<string, Set<string>> {
  if (known) return known;
  known = new Map();
  const displays = ['narrowSymbol', 'symbol'] as const;
  for (const locale of ['en', 'en-AU', 'de', 'fr', 'pl', 'ja'])
    for (const currencyDisplay of displays)
      for (const currency of Intl.supportedValuesOf('currency')) {
        const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).formatToParts(0);
        const sign = parts.find(({ type }) => type === 'currency')?.value.replace(/[\p{Zs}\p{Cf}.]/gu, '') ?? '';
        known.set(sign, (known.get(sign) ?? new Set()).add(currency));
      }
  return known;
}
