import * as v from 'valibot';

import { type CrmClient, CrmError, type RowStanding, type Session, type SharedFile } from '@/lib/crm/crm';
import type { RowRules } from '@/lib/deal/edits/edit';

import { errorOf } from '../calls/errors';
import type { Http } from '../calls/http';
import type { Prepared } from '../prepare';
import { pageOf, stampMs } from '../query';
import { recordId } from '../record-ids';
import { quoted } from '../soql';
import { readAs } from './read-as';

/** So many files of one title are looked at. */
const MOST_FILES = 20;

const versionSchema = v.looseObject({
  Id: v.string(),
  ContentDocumentId: v.string(),
  Title: v.string(),
  VersionNumber: v.nullish(v.string()),
  ContentSize: v.nullish(v.number()),
  CreatedDate: v.pipe(
    v.string(),
    v.check((given) => !Number.isNaN(stampMs(given)), 'Not an instant.'),
  ),
  CreatedById: v.nullish(v.string()),
  CreatedBy: v.nullish(v.looseObject({ Name: v.nullish(v.string()) })),
});
type Version = v.InferOutput<typeof versionSchema>;
const describeSchema = v.object({ createable: v.boolean() });
const partsSchema = v.object({
  compositeResponse: v.array(v.object({ httpStatusCode: v.number(), body: v.unknown(), referenceId: v.string() })),
});
const linkSchema = v.looseObject({ ContentDocumentId: v.string() });
const documentSchema = v.object({ ContentDocumentId: v.string() });

/** The bytes of a text in UTF-8, as JSON carries them. */
const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join(''));

/**
 * A file of the team's, in Salesforce Files: its versions are rows of ContentVersion, it is deleted as a ContentDocument, and shared with
 * everyone by a link to the org (Object: ContentVersion, ContentDocument, ContentDocumentLink).
 */
export function createSharedFiles(http: Http, prepare: () => Promise<Prepared>, { orgId }: Session) {
  const pathOf = async (path: string): Promise<string> => `/services/data/v${(await prepare()).version}/${path}`;

  /** The newest version of each file, the one that was changed last first. */
  async function newest(condition: string): Promise<Version[]> {
    const soql =
      'SELECT Id, ContentDocumentId, Title, VersionNumber, ContentSize, CreatedDate, CreatedById, CreatedBy.Name ' +
      `FROM ContentVersion WHERE ${condition} AND IsLatest = true ORDER BY CreatedDate DESC, Id DESC LIMIT ${MOST_FILES}`;
    const { body } = await http.call('GET', await pathOf(`query?q=${encodeURIComponent(soql)}`));
    return readAs(v.array(versionSchema), pageOf(body).records, 'files');
  }
  const bodyOf = async ({ Id }: Version): Promise<string> =>
    http.text(await pathOf(`sobjects/ContentVersion/${Id}/VersionData`));
  const ofDocument = (id: string): Promise<Version[]> => newest(`ContentDocumentId = ${quoted(id)}`);
  /** Which of several files everyone may read: what is to be the same for all of a team is none that only some of them see. */
  async function everyones(files: readonly Version[]): Promise<ReadonlySet<string> | undefined> {
    const ids = files.map(({ ContentDocumentId }) => quoted(ContentDocumentId));
    const soql =
      'SELECT ContentDocumentId FROM ContentDocumentLink ' +
      `WHERE ContentDocumentId IN (${ids.join(', ')}) AND LinkedEntityId = ${quoted(orgId)}`;
    try {
      const { body } = await http.call('GET', await pathOf(`query?q=${encodeURIComponent(soql)}`));
      const links = readAs(v.array(linkSchema), pageOf(body).records, 'who a file is shared with');
      return new Set(links.map(({ ContentDocumentId }) => ContentDocumentId));
    } catch (error) {
      // A file that is read is not lost for what is only said of it.
      if (error instanceof CrmError && (error.lasts !== 'later' || error.status === 400)) return undefined;
      throw error;
    }
  }
  /** What makes a version: its title is what it is found by, and Salesforce tells its kind by the path. */
  const versionOf = (title: string, text: string) => ({
    Title: title,
    PathOnClient: `${title}.json`,
    VersionData: base64(text),
  });

  return {
    async fileOf(title, { known, id, most }): Promise<SharedFile | undefined> {
      const titled = await newest(`Title = ${quoted(title)}`);
      const files = titled.length > 0 || id === undefined ? titled : await ofDocument(id);
      if (files.length === 0) return undefined;
      const shared = await everyones(files);
      const latest = files.find(({ ContentDocumentId }) => shared?.has(ContentDocumentId)) ?? files[0];
      if (!latest) return undefined;
      const size = latest.ContentSize ?? 0;
      const by = latest.CreatedBy?.Name;
      let text: string | undefined;
      try {
        if (latest.Id !== known && size <= most) text = await bodyOf(latest);
      } catch (error) {
        // Deleted between the two calls: that is no file, and not that this user may see none.
        if (error instanceof CrmError && error.lasts === 'absent') return undefined;
        throw error;
      }
      return {
        id: recordId(latest.ContentDocumentId) ?? latest.ContentDocumentId,
        version: latest.Id,
        number: Number(latest.VersionNumber) || 1,
        at: stampMs(latest.CreatedDate),
        ...(by ? { by } : {}),
        size,
        title: latest.Title,
        ...(text === undefined ? {} : { text }),
        others: files.length - 1,
        ...(shared && !shared.has(latest.ContentDocumentId) ? { isForSome: true as const } : {}),
      };
    },
    /** Of those of a title only the newest is read: it is the one that counts. */
    async rowsOf(title: string, id?: string): Promise<RowStanding[]> {
      const files = await (id === undefined ? newest(`Title = ${quoted(title)}`) : ofDocument(id));
      return Promise.all(
        files.map(async (file, index): Promise<RowStanding> => {
          const byId = recordId(file.CreatedById);
          return {
            id: recordId(file.ContentDocumentId) ?? file.ContentDocumentId,
            stamp: file.Id,
            values: index === 0 ? { body: await bodyOf(file) } : {},
            number: Number(file.VersionNumber) || 1,
            ...(byId === undefined ? {} : { byId }),
          };
        }),
      );
    },
    /** Whether this user may change the very file that is there, no description tells: Salesforce says it when it is sent. */
    async rules(): Promise<RowRules> {
      const { body } = await http.call('GET', await pathOf('sobjects/ContentVersion/describe'));
      const { createable } = readAs(describeSchema, body, 'the fields of ContentVersion');
      return {
        mayMake: createable,
        mayRemove: true,
        fields: createable ? { body: { kind: 'text', isRequired: true } } : {},
      };
    },
    /** The file and its link to the org in one transaction: nobody is left with one that only they can see. */
    async make(title: string, text: string): Promise<string> {
      const base = await pathOf('sobjects');
      const { body } = await http.once('POST', await pathOf('composite'), {
        allOrNone: true,
        compositeRequest: [
          { method: 'POST', url: `${base}/ContentVersion`, referenceId: 'version', body: versionOf(title, text) },
          {
            method: 'GET',
            url: `${base}/ContentVersion/@{version.id}?fields=ContentDocumentId`,
            referenceId: 'file',
          },
          {
            method: 'POST',
            url: `${base}/ContentDocumentLink`,
            referenceId: 'link',
            body: { ContentDocumentId: '@{file.ContentDocumentId}', LinkedEntityId: orgId, ShareType: 'V' },
          },
        ],
      });
      const parts = readAs(partsSchema, body, 'what was published').compositeResponse;
      // What was rolled back with the one that failed says nothing of its own.
      const failed = parts.filter(({ httpStatusCode }) => httpStatusCode >= 400);
      const reason = failed.find((part) => !JSON.stringify(part.body).includes('PROCESSING_HALTED')) ?? failed[0];
      if (reason) throw errorOf(reason.httpStatusCode, reason.body, `POST ${reason.referenceId}`);
      const file = readAs(documentSchema, parts.find(({ referenceId }) => referenceId === 'file')?.body, 'a file');
      return recordId(file.ContentDocumentId) ?? file.ContentDocumentId;
    },
    /** No header keeps a version from being put upon another one: it is looked right before, and what was there stays as a version. */
    async addVersion(id: string, text: string, stamp: string): Promise<boolean> {
      const [latest] = await ofDocument(id);
      if (!latest || latest.Id !== stamp) return false;
      await http.once('POST', await pathOf('sobjects/ContentVersion'), {
        ContentDocumentId: id,
        ...versionOf(latest.Title, text),
      });
      return true;
    },
    async remove(id: string): Promise<void> {
      await http.once('DELETE', await pathOf(`sobjects/ContentDocument/${id}`), undefined);
    },
  } satisfies Pick<CrmClient, 'fileOf'> & Record<string, unknown>;
}
