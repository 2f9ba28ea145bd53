import type { LiveOrg } from '../live-org';
import { createQueryPages, PAGE } from '../soql/query-pages';
import { allowsDuplicates, sobject } from '../soql/sobject-rows';
import { type Answer, methodNotAllowed, refusal } from './answer';
import { createBulk } from './bulk';
import type { Call } from './call';
import { batch as runBatch, collections, composite } from './composite';
import { describeGlobal } from './describe';
import { limits, recordCounts } from './limits';
import { uiApi } from './ui-api';
import { checkVersion } from './versions';

const RESOURCES = ['chatter', 'composite', 'jobs', 'limits', 'query', 'queryAll', 'sobjects', 'ui-api'];

/** Which resource answers: the whole of `/services/data/vXX.0` that the stand-in has. */
export function createRoutes(org: LiveOrg): (call: Call) => Answer {
  const pages = createQueryPages(org);
  const bulk = createBulk();
  return route;

  function route(call: Call): Answer {
    const { method, url, body, userId, batch } = call;
    const view = org.as(userId);
    const path = url.pathname.replace(/\/$/, '');
    if (path === '/services/oauth2/userinfo') return { status: 200, body: userinfo(userId) };
    const rest = /^\/services\/data\/v(\d+)\.0(?:\/(.*))?$/.exec(path);
    if (!rest) throw refusal('notFound');
    checkVersion(Number(rest[1]));
    const [resource = '', ...steps] = (rest[2] ?? '').split('/');
    const [name = '', id = '', ...more] = steps;
    const part = (sub: string, at: URL, text: string, headers: Record<string, string>): Answer =>
      route({ ...call, method: sub, url: at, body: text, batch: PAGE, headers });
    const read = (make: () => unknown): Answer => {
      if (method !== 'GET') throw methodNotAllowed(method, 'GET,HEAD');
      return { status: 200, body: make() };
    };
    const known = (is: boolean): void => {
      if (!is) throw refusal('notFound');
    };
    switch (resource) {
      case '':
        return read(() => root(rest[1] ?? '', userId));
      case 'query':
      case 'queryAll':
        known(id === '');
        return read(() =>
          name ? pages.next(view, name, batch) : pages.first(view, url.searchParams, resource === 'queryAll', batch),
        );
      case 'limits':
        known(name === '' || (name === 'recordCount' && id === ''));
        return read(() => (name ? recordCounts(org, url.searchParams.get('sObjects')) : limits(org)));
      case 'composite':
        known(
          more.length === 0 && ((name === '' && id === '') || (name === 'batch' && id === '') || name === 'sobjects'),
        );
        if (name === 'sobjects')
          return collections(org, {
            method,
            url,
            body,
            userId,
            object: id || undefined,
            allowsDuplicates: allowsDuplicates(call.headers),
          });
        if (method === 'GET' && name === '') return read(compositeRoot);
        if (method !== 'POST') throw methodNotAllowed(method, name ? 'POST' : 'GET,HEAD,POST');
        return { status: 200, body: name ? runBatch(org, body, part) : composite(org, body, part) };
      case 'jobs':
        known(name === 'query');
        return bulk.answer(method, steps.slice(1), url, body, view);
      case 'chatter':
        known(steps.join('/') === 'users/me');
        return read(() => ({ id: userId, name: org.find('User', userId)?.['Name'] }));
      case 'ui-api':
        return read(() => uiApi(view, steps, url.searchParams));
      case 'sobjects':
        if (!name) return read(() => describeGlobal(view));
        return sobject(org, call, steps);
      default:
        throw refusal('notFound');
    }
  }

  /** `GET /services/data/vXX.0`: where everything is. */
  function root(version: string, userId: string): unknown {
    const at = RESOURCES.map((name) => [name, `/services/data/v${version}.0/${name}`]);
    return { identity: `https://login.salesforce.com/id/${org.orgId}/${userId}`, ...Object.fromEntries(at) };
  }

  function compositeRoot(): unknown {
    const at = `/services/data/v${org.version}/composite`;
    return { batch: `${at}/batch`, sobjects: `${at}/sobjects` };
  }

  function userinfo(userId: string): unknown {
    const user = org.find('User', userId);
    return {
      sub: `https://login.salesforce.com/id/${org.orgId}/${userId}`,
      user_id: userId,
      organization_id: org.orgId,
      preferred_username: user?.['Username'],
      name: user?.['Name'],
      email: user?.['Email'],
      zoneinfo: user?.['TimeZoneSidKey'],
      urls: {},
    };
  }
}
