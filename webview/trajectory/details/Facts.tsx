import type { ComponentChildren } from 'preact';

export type Fact = { readonly name: string; readonly title?: string; readonly value: ComponentChildren };

/** Names and values in two columns; what is unknown is left out by who asks. */
export function Facts(props: { facts: readonly (Fact | null | undefined | false)[]; label: string }) {
  const facts = props.facts.filter((fact): fact is Fact => typeof fact === 'object' && fact !== null);
  if (facts.length === 0) return null;
  return (
    <dl class="facts" aria-label={props.label}>
      {facts.map((fact) => (
        <div key={fact.title ?? fact.name} class="fact">
          <dt title={fact.title}>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
