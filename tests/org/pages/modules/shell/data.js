/** One answer of the page's own data service; undefined for a record that does not exist. */
export async function ask(path, parameters) {
  const answer = await fetch(`/aura/${path}?${new URLSearchParams(parameters)}`);
  if (answer.status === 404) return undefined;
  if (answer.status === 401) {
    location.assign('/login');
    return new Promise(() => {});
  }
  if (!answer.ok) throw new Error(`/aura/${path} answered ${answer.status}.`);
  return answer.json();
}
