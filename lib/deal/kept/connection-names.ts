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
  const names = new Map(
    all.map(({ key, orgName, userName, pageHost }) => {
      const isOneOfTwo = all.some((other) => other.key !== key && other.pageHost === pageHost);
      return [key, [orgName, ...(isOneOfTwo ? [userName] : []), ...(hosts.size > 1 ? [pageHost] : [])].join(' · ')];
    }),
  );
  return (key) => names.get(key) ?? key;
}
