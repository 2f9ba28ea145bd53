import type { LiveOrg } from '../live-org';
import { OrgError } from './errors';

const NIL = Symbol('nil');

/** The version of a SOAP address, `/services/Soap/u/67.0`; undefined for any other. */
export const soapVersion = (path: string): number | undefined => {
  const [, version] = /^\/services\/Soap\/u\/(\d+)\.0(?:\/\w+)?$/.exec(path) ?? [];
  return version === undefined ? undefined : Number(version);
};

/** The session of a SOAP request stands in its body. */
export const soapSession = (body: string): string => unescaped(/<(?:\w+:)?sessionId>([^<]*)</.exec(body)?.[1] ?? '');

/** SOAP partner API: `getUserInfo`, the one place where an org with a single currency tells which it is. */
export function soapAnswer(org: LiveOrg, body: string, userId: string): string {
  if (!/<(?:\w+:)?getUserInfo\b/.test(body))
    throw new OrgError(500, 'INVALID_TYPE', 'No operation available for request in this org.');
  const user = org.find('User', userId);
  const [organization] = org.rows('Organization');
  const { multiCurrency } = org.edition;
  const currency = String(organization?.['DefaultCurrencyIsoCode'] ?? 'USD');
  const fields: Record<string, unknown> = {
    accessibilityMode: false,
    currencySymbol: multiCurrency ? NIL : signOf(currency),
    orgAttachmentFileSizeLimit: 26_214_400,
    orgDefaultCurrencyIsoCode: multiCurrency ? NIL : currency,
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: org.orgId,
    organizationMultiCurrency: multiCurrency,
    organizationName: organization?.['Name'],
    profileId: user?.['ProfileId'],
    roleId: user?.['UserRoleId'] ?? NIL,
    sessionSecondsValid: 7200,
    userDefaultCurrencyIsoCode: multiCurrency ? user?.['DefaultCurrencyIsoCode'] : NIL,
    userEmail: user?.['Email'],
    userFullName: user?.['Name'],
    userId,
    userLanguage: user?.['LanguageLocaleKey'],
    userLocale: user?.['LocaleSidKey'],
    userName: user?.['Username'],
    userTimeZone: user?.['TimeZoneSidKey'],
    userType: user?.['UserType'],
    userUiSkin: 'Theme3',
  };
  const told = Object.entries(fields).map(([name, value]) =>
    value === NIL ? `<${name} xsi:nil="true"/>` : `<${name}>${escaped(value)}</${name}>`,
  );
  return envelope(`<getUserInfoResponse><result>${told.join('')}</result></getUserInfoResponse>`);
}

/** A refusal as SOAP words it. */
export const soapFault = ({ code, message }: OrgError): string =>
  envelope(
    `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${escaped(`${code}: ${message}`)}</faultstring></soapenv:Fault>`,
  );

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

const signOf = (iso: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency: iso, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? iso;

const escaped = (value: unknown): string =>
  (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
