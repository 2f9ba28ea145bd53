import { parseArgs } from 'node:util';

import { openOrg, USAGE } from './open';

/** `npm run org`: a Salesforce org on this machine, until stopped. */
const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    data: { type: 'string' },
    odd: { type: 'string' },
    rules: { type: 'boolean' },
    port: { type: 'string' },
    'as-of': { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const { org, server, user, token, notes, problems } = await openOrg(values);
for (const problem of problems) console.error(problem);
console.log(`Instance URL   ${server.url}
User           ${String(user['Name'])} (${user.Id})
Session id     ${token}
Opportunities  ${org.rows('Opportunity').length}
${notes.map((note) => `Note           ${note}`).join('\n')}

Try            curl -H "Authorization: Bearer ${token}" "${server.url}/services/data/v67.0/query?q=SELECT+Name,StageName+FROM+Opportunity+LIMIT+3"
Pages          npm run demo opens a browser on them
Stop           Ctrl+C`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.close().then(() => process.exit(0)));
