/** One of a few, chosen with one press. */
export function Choice<Value extends string>({
  label,
  chosen,
  from,
  onChoose,
}: {
  label: string;
  chosen: Value;
  from: readonly (readonly [value: Value, label: string])[];
  onChoose: (value: Value) => Promise<unknown>;
}) {
  return (
    <p className="filters" role="group" aria-label={label}>
      {from.map(([value, words]) => (
        <button
          key={value}
          type="button"
          className="chip"
          aria-pressed={value === chosen}
          onClick={() => void onChoose(value)}
        >
          {words}
        </button>
      ))}
    </p>
  );
}
