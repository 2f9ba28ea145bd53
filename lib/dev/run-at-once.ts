// WXT's define functions only return their definition, which WXT's own wrapper then runs; under CRXJS nothing would.
type Definition = { main(): unknown } | (() => unknown);

function runAtOnce<T extends Definition>(definition: T): T {
  if (typeof definition === 'function') definition();
  else definition.main();
  return definition;
}

export { runAtOnce as defineBackground, runAtOnce as defineUnlistedScript };
