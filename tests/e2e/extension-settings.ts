import type { Session } from '../browser/session';

/** What a person sets for the extension on the browser's own page of extensions: each a call there and what it is given. */
export async function setUpExtension(
  { context, extensionId }: Pick<Session, 'context' | 'extensionId'>,
  calls: readonly (readonly [call: string, ...given: unknown[]])[],
): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://extensions/');
  const all = [['updateProfileConfiguration', { inDeveloperMode: true }] as const, ...calls];
  const wrong = await page.evaluate(async (asked) => {
    type Call = (...given: unknown[]) => void;
    const own = (chrome as unknown as { developerPrivate: Record<string, Call> }).developerPrivate;
    const errors: string[] = [];
    for (const [name, ...given] of asked)
      await new Promise<void>((done) =>
        own[name]?.(...given, () => {
          if (chrome.runtime.lastError) errors.push(`${name}: ${chrome.runtime.lastError.message}`);
          done();
        }),
      );
    return errors;
  }, all);
  await page.close();
  if (wrong.length > 0) throw new Error(`Extension ${extensionId}: ${wrong.join('; ')}`);
}
