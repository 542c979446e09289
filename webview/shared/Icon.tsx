/** A codicon. It says nothing to a screen reader: the words beside it do. */
export function Icon(props: { name: string; class?: string | undefined; small?: boolean }) {
  return <span class={['codicon', `codicon-${props.name}`, props.small === true && 'small', props.class].filter(Boolean).join(' ')} aria-hidden="true" />;
}
