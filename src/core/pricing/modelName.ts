/** A vendor's or a router's prefix, a region, a release date, a cloud's version: none of them changes what the model is. */
const prefixes = /^(?:models\/|(?:us|eu|apac|global)\.|[a-z0-9_-]+\/|anthropic\.|openai\.|google\.|azure[-_])/;
const suffixes = /(?:-v\d+:\d+|@\d{8}|-\d{8}|-\d{4}-\d{2}-\d{2}|-latest|-\d{3})$/;

const stripped = (name: string, part: RegExp): string => {
  for (let shorter = name.replace(part, ''); shorter !== name && shorter !== ''; shorter = name.replace(part, '')) name = shorter;
  return name;
};

/** The names under which a model may be listed, the most exact first: `us.anthropic.claude-sonnet-4-20250514-v1:0` is `claude-sonnet-4` in the end. */
export function listedNames(model: string): readonly string[] {
  const whole = model.trim().toLowerCase();
  const dated = stripped(whole, prefixes);
  return [...new Set([whole, dated, stripped(dated, suffixes)])];
}
