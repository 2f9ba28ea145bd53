interface Named {
  key: string;
  orgName: string;
  userName: string;
  pageHost: string;
}

/**
 * What each connection of this browser is called where several are listed: by its org, with the user where two of one org are known, and with
 * the host where two orgs are, since a sandbox has the name of the org that it was copied from.
 */
export function connectionNames(all: readonly Named[]): (key: string) => string {
  const hosts = new Set(all.map(({ pageHost }) => pageHost));
  return toldApart(all, ({ key, orgName, userName, pageHost }) => {
    const isOneOfTwo = all.some((other) => other.key !== key && other.pageHost === pageHost);
    return [orgName, ...(isOneOfTwo ? [userName] : []), ...(hosts.size > 1 ? [pageHost] : [])].join(' · ');
  });
}

/**
 * Names of connections by their keys, `<org id>-<user id>`. Where two would bear one name it ends with the id in which they differ: a
 * sandbox that was made anew has its former host, names and users, and another org id.
 */
export function toldApart<Of extends { key: string }>(
  all: readonly Of[],
  name: (of: Of) => string,
): (key: string) => string {
  const names = new Map(
    all.map((each) => {
      const [orgId = '', userId = ''] = each.key.split('-');
      const twins = all.filter((other) => other.key !== each.key && name(other) === name(each));
      const isOfOtherOrg = twins.some(({ key }) => !key.startsWith(`${orgId}-`));
      return [each.key, twins.length === 0 ? name(each) : `${name(each)} · ${isOfOtherOrg ? orgId : userId}`];
    }),
  );
  return (key) => names.get(key) ?? key;
}
